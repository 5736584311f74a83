"""Spellings of addresses inside our own network, and names that lead there."""

HOSTS = (
    # Loopback, as the system's own reader of addresses takes it.
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7F.1", "0177.0.0.1", "017700000001",
    "0177.1", "127.000.000.001", "0x7f.0x0.0x0.0x1", "0", "0.0.0.0", "0x0", "00000000000", "127.0.0.1.", "127.0.0.1..",
    "localhost", "LOCALHOST", "localhost.", "LocalHost.LocalDomain", "ip6-localhost", "ip6-loopback",
    # The same in the new form, and old addresses dressed as new ones.
    "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:7F00:0001]", "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:1::1]",
    "[2001:0:0:0:0:0:80ff:fffe]", "[::1%25lo]", "[::1%lo]", "[fe80::1%25lo]", "[fe80::1]", "[fc00::1]", "[fd00::1]", "[fec0::1]",
    "[ff02::1]",
    "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "[2001:db8::1]", "[100::1]", "[fd00:ec2::254]", "[::ffff:a9fe:a9fe]",
    # The rest of what is ours or nobody's.
    "10.0.0.1", "10.1", "167772161", "0xa000001", "012.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.1",
    "169.254.169.254",
    "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    # Digits and dots of other scripts.
    "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "127｡0｡0｡1", "127．0．0．1",
    "٠", "١٢٧.٠.٠.١", "ⓛocalhost", "ｌｏｃａｌｈｏｓｔ", "loc\u00adalhost",
    "localhost\u3002", "xn--localhost-",
)  # fmt: skip

NAMES = {
    "inner.example": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "both.example": ["93.184.216.34", "127.0.0.1"],
    "both-the-other-way.example": ["127.0.0.1", "93.184.216.34"],
    "both-new.example": ["2606:2800:220:1::1", "::1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "translated.example": ["64:ff9b::7f00:1"],
    "zoned.example": ["fe80::1%1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "xn--bcher-kva.example": ["10.0.0.1"],
    "bücher.example": ["10.0.0.1"],
    "nobody.example": [],
}
"""What a name service would say."""

WHOLE = (
    "https://good.example@127.0.0.1:{port}/", "https://good.example:443@127.0.0.1:{port}/", "https://127.0.0.1:{port}@good.example/",
    "https://127.0.0.1:{port}#@good.example/", "https://127.0.0.1:{port}\\@good.example/", "https://good.example\\@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}?@good.example/", "https://127.0.0.1%00.good.example:{port}/", "https://127.0.0.1\t:{port}/",
    "https:// 127.0.0.1:{port}/",
    "https://127.0.0.1 good.example:{port}/", "https://[::1]good.example:{port}/", "https://[::1:{port}/",
    "https://127.0.0.1:{port}:443/",
    "https://127.0.0.1:０{port}/", "https://127.0.0.1:/", "https://127.0.0.1:0/", "https://127.0.0.1:99999/", "https://127.0.0.1:-1/",
    "HTTPS://127.0.0.1:{port}/", "https:/127.0.0.1:{port}/", "https:127.0.0.1:{port}/", "https:///127.0.0.1:{port}/",
    "https:\\\\127.0.0.1:{port}\\",
    "//127.0.0.1:{port}/", "http://127.0.0.1:{port}/", "http://localhost:{port}/", "gopher://127.0.0.1:{port}/_x",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd", "dict://127.0.0.1:{port}/", "unix:/var/run/docker.sock", "https+unix://%2fvar%2frun%2fdocker.sock/",
    "wss://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/\r\nHost: good.example", "https://%31%32%37.0.0.1:{port}/", "https://127.0.0.1%2f:{port}/",
    "javascript://127.0.0.1:{port}/",
    "url:https://127.0.0.1:{port}/", "https://①27.0.0.1:{port}/", "https://[v1.127.0.0.1]:{port}/", "https://.127.0.0.1:{port}/",
)  # fmt: skip


def urls(port: int) -> list[str]:
    """All of them, at that port."""
    hosts = [f"https://{host}:{port}/hook" for host in (*HOSTS, *NAMES)]
    return hosts + [whole.replace("{port}", str(port)) for whole in WHOLE]
