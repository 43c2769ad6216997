"""Called by openapi_test.py: sessions, accounts, institutions, the log, facts."""
import json

from openapi_document import PASSWORD


def sessions(doc):
    doc.call("logIn", body={"login": "demo-analyst", "password": "wrong"}, status=401)
    token = doc.call("logIn", body={"login": "demo-analyst", "password": PASSWORD}, status=201).json()["token"]
    doc.service.tokens["leaving"] = token
    doc.call("logOut", "leaving", status=204)
    doc.call("logOut", "leaving", status=401)
    doc.call("seeSession", "analyst", status=200)
    doc.call("seeOwnSessions", "analyst", status=200)


def accounts(doc):
    made = doc.call("makeAccount", "administrator", body={"login": "new", "display_name": "新", "role": "analyst", "regions": ["61"]}, status=201)
    id = {"id": made.json()["account_id"]}
    doc.call("makeAccount", "administrator", body={"login": "new", "display_name": "新", "role": "analyst", "regions": ["61"]}, status=409)
    doc.call("makeAccount", "analyst", body={}, status=403)
    doc.call("listAccounts", "auditor", query="?limit=2", status=200)
    seen = doc.call("seeAccount", "auditor", id, status=200)
    doc.call("seeAccount", "auditor", id, headers={"If-None-Match": seen.headers["etag"]}, status=304)
    doc.call("changeAccount", "administrator", id, body={"active": True}, status=428)
    doc.call("changeAccount", "administrator", id, body={"active": True}, headers={"If-Match": '"x"'}, status=412)
    doc.call("changeAccount", "administrator", id, body={"display_name": "新二"}, headers={"If-Match": seen.headers["etag"]}, status=200)
    given = doc.call("resetPassword", "administrator", id, status=200).json()["one_time_password"]
    token = doc.call("logIn", body={"login": "new", "password": given}, status=201).json()["token"]
    doc.service.tokens["new"] = token
    doc.call("changePassword", "new", body={"old_password": given, "new_password": "weak"}, status=400)
    doc.call("changePassword", "new", body={"old_password": given, "new_password": "Better-Pass-9"}, status=204)
    for _ in range(2):
        doc.service.tokens["new"] = doc.call("logIn", body={"login": "new", "password": "Better-Pass-9"}, status=201).json()["token"]
    held = doc.call("listSessions", "administrator", id, status=200).json()["items"]
    doc.call("endSession", "administrator", {**id, "session_id": held[0]["session_id"]}, status=204)
    doc.call("endSession", "administrator", {**id, "session_id": "none"}, status=404)
    doc.call("endSessions", "administrator", id, status=204)
    doc.service.tokens["new"] = doc.call("logIn", body={"login": "new", "password": "Better-Pass-9"}, status=201).json()["token"]
    doc.call("logOutEverywhere", "new", status=204)


def institutions(doc):
    made = doc.call("makeToken", "administrator", body={"institution": "H1", "name": "HIS", "ends_at": "2027-12-31"}, status=201).json()
    doc.service.tokens["program"] = made["token"]
    doc.call("seeSession", "program", status=200)
    doc.call("listTokens", "administrator", status=200)
    doc.call("revokeToken", "administrator", {"id": made["token_id"]}, status=204)
    doc.call("seeSession", "program", status=401)
    code = {"code": "H1"}
    body = {"paasid": "p1", "token": "t1", "apikey": "a1", "single_object": True}
    doc.call("putInstitutionSettings", "administrator", code, body=body, status=428)
    etag = doc.call("putInstitutionSettings", "administrator", code, body=body, headers={"If-None-Match": "*"}, status=201).headers["etag"]
    doc.call("putInstitutionSettings", "administrator", code, body=body, headers={"If-None-Match": "*"}, status=412)
    doc.call("putInstitutionSettings", "administrator", code, body={"language": "en"}, headers={"If-Match": etag}, status=200)
    doc.call("seeInstitutionSettings", "administrator", code, status=200)
    doc.call("listInstitutionSettings", "administrator", status=200)


def log(doc):
    doc.call("readLog", "auditor", query="?limit=200", status=200)
    doc.call("readLog", "auditor", query="?action=make_account&from=2020-01-01", status=200)
    doc.call("verifyLog", "auditor", status=200)


def facts(doc):
    row = {"fixmedins_code": "H1", "fixmedins_name": "一院", "fixmedins_type": "1"}
    ndjson = {"Content-Type": "application/x-ndjson"}
    doc.call("takeFacts", "administrator", {"table": "fixmedins_b"}, body=json.dumps(row) + "\nnot json\n", headers=ndjson, status=200)
    doc.call("takeFacts", "administrator", {"table": "none"}, body="{}\n", headers=ndjson, status=404)
