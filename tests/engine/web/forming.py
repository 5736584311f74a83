"""A company with a form and what it hands out, deployed."""

from engine.settings.model import Settings
from engine.store.database import Store
from engine.work.deployments import deploy, gather_program
from grammar.parse import parse

PROGRAM = """
attribute 業種: one of ["製造業", "小売業", "IT"] optional "業種"
attribute 従業員数: number optional "従業員数"
event download "資料ダウンロード" {
  asset: text
  kind: text
}
event watched {
  asset: text
}
topic news "月刊ニュース"
topic seminars "セミナーのご案内" {
  opt-in double
}
asset ids-guide "情報セキュリティ入門" {
  file "ids-guide.pdf"
}
asset tour "製品ツアー" {
  file "tour.mp4"
  raises watched
}
asset leaflet {
  file "leaflet.pdf"
  free
}
form 資料請求 "資料のご請求" en "Request the guide" {
  text "ご記入のうえ、送信してください。" en "Please fill this in."
  ask name
  ask company optional
  ask 業種 en "Business"
  ask 従業員数 optional en "Staff"
  consent news "月刊ニュースをメールで受け取ります" en "Send me the monthly news" version "2026-11"
  consent seminars "セミナーの案内も受け取ります" en "Tell me about seminars"
  offers ids-guide
  offers tour by mail
  raises download { kind = "whitepaper" }
  thanks "資料をご用意しました。" en "Here is your guide."
}
"""
PAPER = b"%PDF-1.4\n% not much of a paper, but one\n" + b"." * 2_000


def deploy_forms(store: Store, settings: Settings, program: str = PROGRAM) -> None:
    """Puts the papers into their folder and the program in force."""
    folder = settings.root / "assets"
    folder.mkdir(exist_ok=True)
    for name in ("ids-guide.pdf", "tour.mp4", "leaflet.pdf"):
        (folder / name).write_bytes(PAPER)
    stored, _ = gather_program([parse(program, "forms.nurture").file], settings.templates, zone="Asia/Tokyo", language="ja")
    deploy(store, stored)
