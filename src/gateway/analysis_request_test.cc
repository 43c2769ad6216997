// 3101 and 3102: the nine compatibility rules by name, the choices of this room, and its limits.
#include "gateway/analysis_request.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/analysis_answer.h"
#include "gateway/answer_envelope.h"
#include "gateway/request_fixture.h"

namespace yishou::gateway {
namespace {

using ::testing::HasSubstr;

std::string answer_to(const AnalysisRequest& request, const std::vector<Reminder>& reminders) {
  std::string out;
  open_answer(out, {.region = "440106", .sequence = 1, .received = {}, .responded = {}});
  write_analysis_output(out, reminders, request.task_id, {});
  close_answer(out);
  return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

TEST(CompatibilityRule1, InfcodeIsTheNumber0) {
  Asking asking;
  JsonTree tree;
  ASSERT_TRUE(tree.read(answer_to(asking.ask(with_orders("[" + kOneOrder + "]")), {})));
  EXPECT_EQ(tree.root().find("infcode")->kind, JsonKind::kNumber);
  EXPECT_EQ(tree.root().find("infcode")->text, "0");
}

TEST(CompatibilityRule2, ErrMsgIsEmptyOnSuccess) {
  Asking asking;
  EXPECT_THAT(answer_to(asking.ask(with_orders("[]")), {}), HasSubstr(R"("err_msg":"",)"));
}

TEST(CompatibilityRule3, WithoutViolationsResultIsAnEmptyArray) {
  Asking asking;
  EXPECT_THAT(answer_to(asking.ask(with_orders("[]")), {}), HasSubstr(R"("output":{"result":[]}})"));
}

TEST(CompatibilityRule4, ResultIsAnArrayUnlessTheInstitutionWantsOneObject) {
  const std::vector<Reminder> one(1);
  std::string array, object;
  write_analysis_output(array, one, "", {});
  write_analysis_output(object, one, "", {.single_object = true});
  EXPECT_THAT(array, ::testing::StartsWith(R"({"result":[{)"));
  EXPECT_THAT(object, ::testing::StartsWith(R"({"result":{)"));
}

TEST(CompatibilityRule5, TheGravestComesFirstInAtMost500Characters) {
  const std::string content(600, 'x');
  std::vector<Reminder> two(2);
  two[0].severity = Severity::kSlightlySuspicious;
  two[1].severity = Severity::kClear;
  two[1].content = content;
  order_by_gravity(two);
  std::string out;
  write_analysis_output(out, two, "", {});
  EXPECT_THAT(out, HasSubstr(R"("vola_cont":")" + std::string(500, 'x') + R"(","patn_id")"));
  EXPECT_LT(out.find(R"("sev_deg":"1")"), out.find(R"("sev_deg":"3")"));
}

TEST(CompatibilityRule6, MissingEmptyDashNullAndSingleObjectsAreNoErrors) {
  Asking asking;
  const std::string visit = visit_json("[" + kOneOrder + "]");
  for (const std::string& patients : {"[" + patient_json("[" + visit + "]") + "]", patient_json("[" + visit + "]"),
                                      patient_json(visit), "[" + patient_json(visit) + "]"}) {
    EXPECT_EQ(asking.ask_visit(request_json(patients)).lines.size(), 1u);
  }
  EXPECT_EQ(asking.ask_visit(with_orders(kOneOrder)).lines.size(), 1u);
  for (const std::string_view none : {"\"\"", "null", "[]", "\"-\"", "0"}) {
    EXPECT_EQ(asking.ask_visit(with_orders(none)).lines.size(), 0u) << none;
    EXPECT_EQ(asking.ask(request_json(none)).patients.size(), 0u) << none;
    EXPECT_EQ(asking.ask(request_json(patient_json(none))).patients[0].proposal.visits.size(), 0u) << none;
  }
  EXPECT_EQ(asking.ask(R"({"input":{"data":{}}})").patients.size(), 0u);
  EXPECT_EQ(asking.ask(R"({"input":{"data":{"patient_dtos":{}}}})").patients.size(), 1u);
  EXPECT_EQ(asking.message.envelope().msgid, "");
  const AnalysisRequest& odd =
      asking.ask(request_json(replaced(patient_json(visit), R"("gend":"1")", R"("gend":null,"new_field":{"x":[1]})")));
  EXPECT_EQ(odd.patients[0].proposal.sex, model::Sex::kMissing);
  EXPECT_TRUE(odd.notes.unreadable.empty());
}

TEST(CompatibilityRule7, TheJrIdGoesOutAsItIs) {
  std::vector<Reminder> one(1);
  one[0].jr_id = "YS-2026-00001";
  std::string out;
  write_analysis_output(out, one, "", {});
  EXPECT_THAT(out, HasSubstr(R"({"jr_id":"YS-2026-00001",)"));
}

TEST(CompatibilityRule8, TheSameRequestReadAgainIsTheSame) {
  Asking asking;
  const std::string body = with_orders("[" + kOneOrder + "," + kOneOrder + "]");
  std::set<std::string> readings;
  for (int i = 0; i < 3; ++i) {
    const auto& lines = asking.ask_visit(i == 2 ? replaced(body, "3101", "3102") : body).lines;
    ASSERT_EQ(lines.size(), 2u);
    readings.insert(fmt::format("{} {} {} {}", lines[0].id, lines[1].id, lines[1].amount, lines[1].time));
  }
  EXPECT_EQ(readings.size(), 1u);
}

TEST(CompatibilityRule9, NumbersAreIntFloatOrTextAndDatesMayBeNullOrOpen) {
  Asking asking;
  for (const std::string_view cnt : {"2", "2.0", "\"2\"", "\"2.00\"", "2e0", "0.2E+1", "\" 2 \""}) {
    const auto& visit =
        asking.ask_visit(with_orders(replaced(kOneOrder, R"("cnt":2)", fmt::format(R"("cnt":{})", cnt))));
    EXPECT_EQ(visit.lines[0].cnt, 2 * kOne) << cnt;
  }
  for (const std::string_view end : {"null", "\"\"", "\"-\"", "\"9999-12-31\"", "\"9999-12-31 00:00:00\""}) {
    const std::string body =
        replaced(with_orders(kOneOrder), R"("dscg_date":"2026-03-02 09:00:00")", fmt::format(R"("dscg_date":{})", end));
    EXPECT_EQ(asking.ask_visit(body).end, kNoSecond) << end;
    EXPECT_TRUE(asking.ask(body).notes.unreadable.empty()) << end;
  }
}

TEST(AnalysisRequest, MoneyNeverGoesThroughFloatingPoint) {
  Asking asking;
  const auto sum = [&](std::string_view text) {
    return asking.ask_visit(with_orders(replaced(kOneOrder, R"("sumamt":21)", fmt::format(R"("sumamt":{})", text))))
        .lines[0]
        .amount;
  };
  EXPECT_EQ(sum("1.005"), 101) << "as a double it is less";
  EXPECT_EQ(sum("999999999999.99"), 99'999'999'999'999);
  EXPECT_EQ(sum("1e400"), kNoNumber);
  EXPECT_EQ(sum("-0.005"), -1);
}

TEST(AnalysisRequest, ABadNumberIsMissingAndNotedByItsField) {
  Asking asking;
  const AnalysisRequest& request = asking.ask(with_orders(replaced(kOneOrder, R"("cnt":2)", R"("cnt":"两盒")")));
  EXPECT_EQ(request.patients[0].proposal.visits[0].lines[0].cnt, kNoNumber);
  ASSERT_EQ(request.notes.unreadable.size(), 1u);
  EXPECT_EQ(request.notes.unreadable[0].field, "cnt");
}

TEST(AnalysisRequest, CodesAreTakenOnlyWhenTheyAreCertain) {
  Asking asking;
  const auto level = [&](std::string_view text) {
    return asking.ask_visit(replaced(with_orders("[]"), R"("medins_lv":"05")", fmt::format(R"("medins_lv":{})", text)))
        .level;
  };
  EXPECT_EQ(level("\"01\""), 1);
  EXPECT_EQ(level("\"11\""), 11);
  for (const std::string_view unsure : {"\"2\"", "2", "\"00\"", "\"12\"", "\"A1\"", "\"\"", "null", "\"三级\""}) {
    EXPECT_EQ(level(unsure), model::kNoCode) << unsure;
  }
  const auto item_level = [&](std::string_view text) {
    return asking
        .ask_visit(with_orders(replaced(kOneOrder, R"("hilist_lv":"02")", fmt::format(R"("hilist_lv":{})", text))))
        .lines[0]
        .chrgitm_lv;
  };
  EXPECT_EQ(item_level("\"01\""), 1);
  EXPECT_EQ(item_level("3"), 3);
  for (const std::string_view unsure : {"\"00\"", "\"04\"", "\"--\"", "\"甲\"", "null"})
    EXPECT_EQ(item_level(unsure), model::kNoCode) << unsure;
}

TEST(AnalysisRequest, AnOrderIsOfThisTimeUnlessItSaysOtherwise) {
  Asking asking;
  const auto line = [&](std::string_view key, std::string_view text) {
    return asking.ask_visit(with_orders(fmt::format(R"({{"rx_id":"A","{}":{}}})", key, text))).lines[0];
  };
  EXPECT_FALSE(line("curr_drord_flag", "\"0\"").current);
  EXPECT_FALSE(line("curr_drord_flag", "0").current);
  for (const std::string_view unsaid : {"\"1\"", "1", "\"\"", "null", "\"否\""}) {
    EXPECT_TRUE(line("curr_drord_flag", unsaid).current) << unsaid;
  }
  EXPECT_TRUE(line("drord_bhvr", "1").take_home);
  for (const std::string_view other : {"\"0\"", "0", "\"2\"", "null"})
    EXPECT_FALSE(line("drord_bhvr", other).take_home) << other;
}

TEST(AnalysisRequest, SexIsKnownOnlyAs1And2) {
  Asking asking;
  const auto sex = [&](std::string_view text) {
    return asking.ask(request_json(fmt::format(R"({{"patn_id":"P1","gend":{}}})", text))).patients[0].proposal.sex;
  };
  EXPECT_EQ(sex("\"1\""), model::Sex::kMale);
  EXPECT_EQ(sex("2"), model::Sex::kFemale);
  for (const std::string_view unsure : {"\"0\"", "9", "\"男\"", "\"12\"", "null", "\"\""})
    EXPECT_EQ(sex(unsure), model::Sex::kMissing) << unsure;
}

TEST(AnalysisRequest, TheCurrentVisitIsTheNamedOneElseTheLast) {
  Asking asking;
  const std::string three =
      "[" + visit_json("[]", "A") + "," + visit_json("[]", "B") + "," + visit_json("[]", "C") + "]";
  EXPECT_EQ(asking.ask(request_json(patient_json(three, "B"))).patients[0].proposal.current, 1u);
  EXPECT_TRUE(asking.ask(request_json(patient_json(three, "B"))).notes.unreadable.empty());
  EXPECT_EQ(asking.ask(request_json(patient_json(three, "X"))).patients[0].proposal.current, 2u);
  EXPECT_EQ(asking.ask(request_json(patient_json(three, "X"))).notes.unreadable[0].field, "curr_mdtrt_id");
  EXPECT_EQ(asking.ask(request_json(patient_json(three, ""))).patients[0].proposal.current, 2u);
  EXPECT_EQ(asking.ask(request_json(patient_json(visit_json("[]", "A"), "X"))).patients[0].proposal.current, 0u);
}

TEST(AnalysisRequest, AVisitWithoutAnInstitutionIsTheSenders) {
  Asking asking;
  const std::string bare = replaced(visit_json("[]"), R"("medins_id":"H1")", R"("medins_id":"")");
  EXPECT_EQ(asking.ask_visit(request_json(patient_json(bare))).institution, "H9");
  const AnalysisRequest& two =
      asking.ask(request_json(patient_json("[" + bare + "," + visit_json("[]", "V2") + "]", "V2")));
  EXPECT_EQ(two.patients[0].proposal.visits[0].institution, "") << "an earlier visit may have been anywhere";
}

TEST(AnalysisRequest, RepeatedRxIdsAreToldApartAndGoBackAsTheyCame) {
  Asking asking;
  const auto order = [](std::string_view id) { return fmt::format(R"({{"rx_id":"{}"}})", id); };
  const std::string orders = "[" + order("A") + "," + order("A#2") + "," + order("A") + "," + order("A") + "," +
                             order("") + "," + order("-") + "," + order("A#2") + "]";
  const AnalysisRequest& request = asking.ask(with_orders(orders));
  const AnalysisPatient& patient = request.patients[0];
  std::vector<std::string_view> ids, originals;
  for (const auto& line : patient.proposal.visits[0].lines) {
    ids.push_back(line.id);
    originals.push_back(patient.original_rx_id(line.id));
  }
  EXPECT_THAT(ids, ::testing::ElementsAre("A", "A#2", "A#3", "A#4", "#1", "#2", "A#2#2"));
  EXPECT_THAT(originals, ::testing::ElementsAre("A", "A#2", "A", "A", "", "", "A#2"));
  EXPECT_EQ(request.notes.repeated_ids, 5u);
}

TEST(AnalysisRequest, ThousandsOfEqualIdsAreUniqueAfterwards) {
  Asking asking;
  std::string orders;
  for (std::size_t i = 0; i < kMaxOrders; ++i) orders += R"({"rx_id":"CF"},)";
  orders.back() = ' ';
  const AnalysisRequest& request = asking.ask(with_orders("[" + orders + "]"));
  std::set<std::string_view> ids;
  for (const auto& line : request.patients[0].proposal.visits[0].lines) {
    ids.insert(line.id);
    EXPECT_EQ(request.patients[0].original_rx_id(line.id), "CF");
  }
  EXPECT_EQ(ids.size(), kMaxOrders);
}

TEST(AnalysisRequest, SeveralPatientsAreEachAnswered) {
  Asking asking;
  const std::string one = patient_json(visit_json("[" + kOneOrder + "]"));
  const AnalysisRequest& request = asking.ask(request_json("[" + one + "," + replaced(one, "P1", "P2") + "]"));
  ASSERT_EQ(request.patients.size(), 2u);
  EXPECT_EQ(request.patients[1].proposal.psn_no, "P2");
  EXPECT_EQ(request.patients[1].proposal.visits[0].lines[0].id, "RX1") << "ids are unique within a proposal";
  EXPECT_EQ(asking.ask(request_json(one)).patients.size(), 1u) << "nothing of the request before is left";
}

TEST(AnalysisRequest, LimitsAreNamed) {
  Asking asking;
  const auto many = [](std::string_view one, std::size_t count) {
    std::string all = "[";
    for (std::size_t i = 0; i < count; ++i) all.append(one).append(",");
    all.back() = ']';
    return all;
  };
  EXPECT_EQ(asking.ask(with_orders(many("{}", kMaxOrders))).patients[0].proposal.visits[0].lines.size(), kMaxOrders);
  EXPECT_THAT(asking.refusal(with_orders(many("{}", kMaxOrders + 1))).message, HasSubstr("超过 5000 个"));
  EXPECT_EQ(asking.ask(request_json(patient_json(many("{}", kMaxEncounters)))).patients[0].proposal.visits.size(),
            kMaxEncounters);
  EXPECT_THAT(asking.refusal(request_json(patient_json(many("{}", kMaxEncounters + 1)))).message,
              HasSubstr("超过 200 个"));
  EXPECT_EQ(asking.ask(request_json(many("{}", kMaxPatients))).patients.size(), kMaxPatients);
  EXPECT_THAT(asking.refusal(request_json(many("{}", kMaxPatients + 1))).message, HasSubstr("超过 50 个"));
  const Error text = asking.refusal(with_orders(replaced(kOneOrder, "XN01", std::string(kMaxTextBytes + 1, 'X'))));
  EXPECT_EQ(text.code, ErrorCode::kTooMuch);
  EXPECT_THAT(text.message, HasSubstr("hilist_code"));
  EXPECT_EQ(asking.refusal(R"({"infno":"3101"})").code, ErrorCode::kBadInput);
  EXPECT_EQ(asking.ask_visit(with_orders(kOneOrder)).lines.size(), 1u)
      << "after a refusal the next request is read as ever";
}

TEST(AnalysisRequest, TheLaterOfRepeatedKeysCounts) {
  Asking asking;
  EXPECT_EQ(asking.ask_visit(with_orders(R"({"rx_id":"A","rx_id":"B","cnt":1,"cnt":3})")).lines[0].id, "B");
}

}  // namespace
}  // namespace yishou::gateway
