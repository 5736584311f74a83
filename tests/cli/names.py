"""A name server on loopback that knows what a test tells it, and that other names do not exist."""

import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset


class NameServer:
    """records: (name, kind) -> texts as they stand in a zone file. silent: it answers nothing."""

    def __init__(self, records: dict[tuple[str, str], list[str]], *, silent: bool = False) -> None:
        self._records = records
        self._silent = silent
        self._line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._line.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def resolver(self) -> dns.resolver.Resolver:
        """Asks only this server."""
        one = dns.resolver.Resolver(configure=False)
        one.nameservers = ["127.0.0.1"]
        one.port = self._line.getsockname()[1]
        one.timeout = 0.2
        return one

    def close(self) -> None:
        self._line.close()

    def _serve(self) -> None:
        while True:
            try:
                asked, whom = self._line.recvfrom(4_096)
            except OSError:
                return
            if not self._silent:
                self._line.sendto(self._answer(dns.message.from_wire(asked)).to_wire(), whom)

    def _answer(self, asked: dns.message.Message) -> dns.message.Message:
        question = asked.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        found = self._records.get((name, kind))
        if found:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        elif not any(known == name for known, _ in self._records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer
