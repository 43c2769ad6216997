"""Called by openapi_test.py: drafts from their making to their end, and shadow runs."""
import time

from openapi_document import expect


def drafts(doc):
    """One that is published and rolled back by another person, one that is rejected and discarded."""
    def step(name, role, no, version, status=200, **body):
        got = doc.call(name, role, no, body=body or None, headers={"If-Match": version} if version else None, status=status)
        return got.headers.get("etag")

    point = doc.call("listRulePoints", "analyst", {"no": "66"}, query="?state=reference&limit=1", status=200).json()["items"][0]["point_id"]
    changes = {"parameters": [{"name": "child_max_years", "value": "13", "from": "2026-01-01", "source": "示例"}],
               "confirmations": [{"point_id": point}], "rules": [{"rule_no": 19, "on": False, "source": "示例"}]}
    doc.call("makeDraft", "analyst", body={"title": "x", "changes": {"parameters": [{"name": "nothing", "source": "s"}]}}, status=400)
    doc.call("makeDraft", "inspector", body={"title": "x"}, status=403)
    made = doc.call("makeDraft", "analyst", body={"title": "示例", "changes": changes}, status=201)
    no, version = {"no": str(made.json()["draft_no"])}, made.headers["etag"]
    doc.call("listDrafts", "auditor", query="?state=open", status=200)
    doc.call("seeDraft", "auditor", no, status=200)
    step("changeDraft", "analyst", no, None, 428, title="x", changes={})
    version = step("changeDraft", "analyst", no, version, title="示例二", changes=changes)
    table = "rule_no,point_id,code,name,state\n66,OWN-1,XA01AB,甲,confirmed\n66,OWN-2,,乙,confirmed\n"
    binary = {"Content-Type": "application/octet-stream", "If-Match": version}
    doc.call("addDraftFile", "analyst", no, "?name=own.csv", "what,is,this\n", binary, 400)
    doc.call("addDraftFile", "analyst", no, "?name=own.csv", table, {"If-Match": version}, 415)
    added = doc.call("addDraftFile", "analyst", no, "?name=own.csv", table, binary, 201)
    expect("the row without a code is told", added.json()["left_out"]["refused"] == 1, added.body)
    binary["If-Match"] = added.headers["etag"]
    again = doc.call("addDraftFile", "analyst", no, "?name=parameters.csv", "name,value\nrx_kinds_max,4\n", binary, 201)
    version = step("dropDraftFile", "analyst", {**no, "file": "2"}, again.headers["etag"])
    doc.call("seeDraftDiff", "inspector", no, query="?region=44&from=2026-01-01", status=200)
    job = {"no": str(doc.call("backtestDraft", "inspector", no, body={"rules": "19,66"}, status=201).json()["job_no"])}
    for _ in range(600):
        seen = doc.call("seeJob", "inspector", job, status=200).json()
        if seen["state"] not in ("waiting", "running"):
            break
        time.sleep(0.1)
    expect("the back-test of the draft is done", seen["state"] == "done", str(seen))
    doc.call("seeJobResult", "inspector", job, status=200)
    shadow = doc.call("shadowDraft", "analyst", no, status=201).json()
    doc.call("seeShadow", "analyst", {"id": shadow["id"]}, status=200)
    doc.call("endShadow", "analyst", {"id": shadow["id"]}, status=204)
    version = doc.call("seeDraft", "analyst", no, status=200).headers["etag"]
    step("publishDraft", "inspector", no, version, 409, effective_from="2026-01-01")
    version = step("proposeDraft", "analyst", no, version)
    step("publishDraft", "analyst", no, version, 403, effective_from="2026-01-01")
    step("publishDraft", "inspector", no, version, 400, effective_from="soon")
    version = step("publishDraft", "inspector", no, version, effective_from="2026-01-01")
    step("rollBackDraft", "analyst", no, version, 403, effective_from="2026-03-01", reason="示例")
    step("rollBackDraft", "inspector", no, version, effective_from="2026-03-01", reason="示例")
    other = doc.call("makeDraft", "analyst", body={"title": "另一份", "changes": changes}, status=201)
    no, version = {"no": str(other.json()["draft_no"])}, other.headers["etag"]
    version = step("proposeDraft", "analyst", no, version)
    version = step("rejectDraft", "inspector", no, version, reason="来源不足")
    step("discardDraft", "analyst", no, version)


def shadows(doc):
    draft = {"name": "试", "draft": {"settings": ["child_max_years=10"], "rules_off": "3"}}
    made = doc.call("startShadow", "analyst", body=draft, status=201).json()
    doc.call("listShadows", "analyst", status=200)
    doc.call("seeShadow", "analyst", {"id": made["id"]}, status=200)
    doc.call("endShadow", "analyst", {"id": made["id"]}, status=204)
