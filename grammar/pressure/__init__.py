"""Mail pressure: how many mails all scenarios together can offer one lead, against what the policy lets through."""
