"""Called by openapi_test.py: the gateway, and what became of questions before the bill."""
import time

from openapi_document import ROOT, expect


def gateway(doc):
    with open(f"{ROOT}/tests/gateway/newtouch_3101.json", encoding="utf-8") as file:
        message = file.read()
    for name, path in (("gatewayByNumber", {"number": "3101"}), ("gatewayByInfno", {}),
                       ("gatewayByMethod", {"service": "riskConService", "method": "beforeAnalyze"})):
        expect(f"{name} answers the message", str(doc.call(name, path=path, body=message, status=200).json()["infcode"]) == "0")
        expect(f"{name} refuses what is no message", str(doc.call(name, path=path, body="{", status=200).json()["infcode"]) == "-1")


def reminders(doc):
    """A question that gets a reminder, so that it can be looked up."""
    with open(f"{ROOT}/tools/dev/ask-3101.json", encoding="utf-8") as file:
        message = file.read().replace("@institution@", "H00000000001")
    answer = doc.call("gatewayByNumber", path={"number": "3101"}, body=message, status=200).json()
    result = answer["output"]["result"]
    expect("a man is given a drug for women: a reminder", len(result) == 1, str(answer)[:300])
    for _ in range(50):  # written in the background
        if doc.service.ask("GET", f"/v1/reminders/{result[0]['jr_id']}", doc.service.token("inspector")).status == 200:
            break
        time.sleep(0.1)
    told = doc.call("seeReminder", "inspector", {"jr_id": result[0]["jr_id"]}, status=200).json()
    expect("a reminder tells the order it is about", [one["accused"] for one in told["grounds"]["orders"]] == [True], str(told)[:300])
    doc.call("listAskingInstitutions", "inspector", status=200)
    doc.call("seeReminder", "hospital", {"jr_id": result[0]["jr_id"]}, status=404)  # another institution's
    own = doc.call("seeSession", "hospital", status=200).json()["institutions"]
    for name, query in (("listTraffic", "?limit=5"), ("seeTrafficSummary", ""), ("listAskingInstitutions", "")):
        answer = doc.call(name, "hospital", query=query, status=200).json()
        rows = answer.get("items", answer.get("by_institution", []))
        expect(f"{name} tells a hospital of itself alone", all(row["fixmedins_code"] in own for row in rows), str(rows)[:300])
