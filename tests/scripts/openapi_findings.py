"""Called by openapi_test.py: jobs, the findings that they leave, and knowledge."""
import time
import urllib.parse

from openapi_document import expect


def jobs(doc):
    """An audit, whose findings the functions after it work on; a back-test; one that is cancelled."""
    def run(body, status="done"):
        no = {"no": str(doc.call("startJob", "inspector", body=body, status=201).json()["job_no"])}
        for _ in range(600):
            seen = doc.call("seeJob", "inspector", no, status=200).json()
            if seen["state"] not in ("waiting", "running"):
                break
            time.sleep(0.1)
        expect(f"the job {body['kind']} ends as {status}", seen["state"] == status, str(seen))
        return no
    audit = run({"kind": "audit", "parameters": {}})
    doc.call("seeJobResult", "inspector", audit, status=200)
    backtest = run({"kind": "backtest", "parameters": {"settings": ["child_max_years=10"]}})
    doc.call("seeJobResult", "inspector", backtest, status=200)
    doc.call("seeJobResult", "inspector", backtest, query="?file=changes.csv", status=200)
    no = {"no": str(doc.call("startJob", "inspector", body={"kind": "audit"}, status=201).json()["job_no"])}
    expect("a job is cancelled, or has ended", doc.call("cancelJob", "inspector", no).status in (202, 409))
    doc.call("listJobs", "inspector", query="?limit=1", status=200)


def findings(doc):
    listed = doc.call("listFindings", "inspector", query="?limit=5&sort=amount", status=200).json()["items"]
    doc.call("groupFindings", "inspector", query="?by=rule", status=200)
    expect("the audit left findings", len(listed) == 5, str(len(listed)))
    first = listed[0]["finding_id"]
    seen = doc.call("seeFinding", "inspector", {"id": first}, status=200)
    step = {"step": "note", "text": "看过"}
    doc.call("takeStep", "inspector", {"id": first}, body=step, status=428)
    doc.call("takeStep", "inspector", {"id": first}, body=step, headers={"If-Match": '"old"'}, status=412)
    doc.call("takeStep", "inspector", {"id": first}, body=step, headers={"If-Match": seen.headers["etag"]}, status=200)
    some = [{"finding_id": one["finding_id"], "version": one["version"]} for one in listed[1:]]
    doc.call("takeSteps", "inspector", body={"findings": some, "step": "confirm"}, status=200)
    doc.call("listFindings", "inspector", query=f"?same_lines={first}", status=200)
    pdf = {"Content-Type": "application/octet-stream"}
    file = doc.call("addFindingFile", "inspector", {"id": first}, query="?name=a.pdf", body=b"%PDF-1.7", headers=pdf, status=201).json()
    doc.call("addFindingFile", "inspector", {"id": first}, query="?name=a.png", body=b"%PDF-1.7", headers=pdf, status=400)
    doc.call("addFindingFile", "inspector", {"id": first}, query="?name=a.pdf", body=b"x" * (5 << 20 | 1), headers=pdf, status=413)
    doc.call("listFindingFiles", "inspector", {"id": first}, status=200)
    doc.call("seeFindingFile", "inspector", {"id": first, "file_no": str(file["file_no"])}, status=200)
    doc.call("seeFindingFile", "inspector", {"id": first, "file_no": "999"}, status=404)
    doc.call("listFindingViews", "inspector", {"id": first}, status=200)
    doc.call("listAssignees", "inspector", {"id": first}, status=200)
    kept = doc.call("keepSearch", "inspector", body={"name": "大额", "query": "least=1000", "shared": True}, status=201).json()
    doc.call("listSavedSearches", "reviewer", status=200)
    doc.call("removeSearch", "reviewer", {"search_no": str(kept["search_no"])}, status=404)
    doc.call("removeSearch", "inspector", {"search_no": str(kept["search_no"])}, status=204)
    doc.call("exportFindings", "inspector", query="?format=csv", status=200)
    doc.call("exportFindings", "inspector", query="?format=xlsx", status=200)
    person = {"psn_no": next(one["psn_no"] for one in listed if one["psn_no"])}
    doc.call("seePerson", "inspector", person, status=400)
    doc.call("seePerson", "inspector", person, query="?reason=" + urllib.parse.quote("复核疑点"), status=200)
    doc.call("unmaskPerson", "inspector", person, body={"reason": "电话核实就诊"}, status=200)
    doc.call("seeOverview", "inspector", status=200)
    doc.call("seeOverview", "hospital", query="?from=2026-01-01&to=2026-12-01", status=200)
    own = {"code": doc.call("listInstitutions", "hospital", status=200).json()["items"][0]["fixmedins_code"]}
    for role in ("administrator", "inspector", "hospital"):
        doc.call("seeInstitutionProfile", role, own, status=200)
    doc.call("groupFindings", "inspector", query=f"?by=doctor&institution={own['code']}", status=200)
    doc.call("listPersonLines", "inspector", person, query="?limit=3&reason=" + urllib.parse.quote("复核疑点"), status=200)


def knowledge(doc):
    doc.call("reloadKnowledge", "analyst", status=200)
    doc.call("seeRule", "analyst", {"no": "67"}, status=200)
    doc.call("seeRule", "administrator", {"no": "67"}, status=200)
    doc.call("seeRulesSql", "analyst", status=200)
    doc.call("seeCode", "analyst", {"code": "ZD01BAT0269010103082"}, status=200)
    doc.call("searchKnowledge", "analyst", query="?limit=2&q=ZD01BAT", status=200)
    doc.call("searchKnowledge", "analyst", status=400)
    doc.call("listRules", "administrator", query="?limit=2", status=200)
