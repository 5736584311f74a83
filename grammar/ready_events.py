"""Events that most companies have, ready to be declared: `nurture events` shows them, `nurture events add` writes them into a file."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ready:
    """fields: as they stand in the declaration, without their comments."""

    name: str
    en: str
    ja: str
    fields: tuple[str, ...] = ()

    def text(self, language: Literal["en", "ja"]) -> str:
        """The declaration as the formatter lays it out."""
        label = self.ja if language == "ja" else self.en
        head = f'event {self.name} "{label}"'
        return "\n".join([f"{head} {{", *(f"  {field}" for field in self.fields), "}", ""]) if self.fields else f"{head}\n"


READY: tuple[Ready, ...] = (
    Ready("webinar-registered", "Webinar registered", "ウェビナー申し込み", ("webinar: text",)),
    Ready("webinar-attended", "Webinar attended", "ウェビナー参加", ("webinar: text", "minutes: number")),
    Ready("webinar-question", "Webinar question asked", "ウェビナーでの質問", ("webinar: text", "question: text")),
    Ready("webinar-poll", "Webinar poll answered", "ウェビナーの投票", ("webinar: text", "question: text", "answer: text")),
    Ready("recording-viewed", "Recording viewed", "録画の視聴", ("recording: text", "minutes: number optional")),
    Ready("survey-answered", "Survey answered", "アンケート回答", ("survey: text", "score: number optional", "comment: text optional")),
    Ready("social-reaction", "Social reaction", "SNS での反応", ("network: text", "kind: text", "post: text optional")),
    Ready("meeting-booked", "Meeting booked", "商談予約", ("at: datetime optional",)),
    Ready("meeting-held", "Meeting held", "商談実施", ("minutes: number optional",)),
    Ready("form-submitted", "Form submitted", "フォーム送信", ("form: text", "page: text optional")),
    Ready("page-viewed", "Page viewed", "ページ閲覧", ("path: text",)),
    Ready("asset-downloaded", "Asset downloaded", "資料ダウンロード", ("asset: text",)),
    Ready("fair-visited", "Trade fair visited", "展示会来場", ("fair: text", "booth: text optional")),
    Ready("business-card-received", "Business card received", "名刺交換", ("place: text optional",)),
    Ready("phone-called", "Phone call", "電話", ("minutes: number optional", "result: text optional")),
    Ready("trial-started", "Trial started", "トライアル開始"),
    Ready("quote-requested", "Quote requested", "見積もり依頼", ("product: text optional",)),
)
BY_NAME = {one.name: one for one in READY}
