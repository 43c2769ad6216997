// Files beside findings, who looked, to whom a finding can be given, searches that are kept: over HTTP, with each role's limits.
#include "find_service.h"

namespace yishou::find_tests {
namespace {

const model::Finding& own_finding() {
  for (const model::Finding& finding : city().findings()) {
    if (finding.fixmedins_code == city().institution && finding.bkkp_sns.size() == 1) return finding;
  }
  throw std::runtime_error("the city has too few findings");
}
const model::Finding& foreign_finding() {
  for (const model::Finding& finding : city().findings()) {
    if (finding.fixmedins_code != city().institution) return finding;
  }
  throw std::runtime_error("the city has one institution");
}
std::string files_of(std::string_view id) { return fmt::format("/v1/findings/{}/files", id); }
Reply add(std::string_view id, std::string_view login, std::string_view name, std::string_view content) {
  return city().ask("POST", fmt::format("{}?name={}", files_of(id), name), login, content, "",
                    "application/octet-stream");
}

TEST(FindingFilesTest, AreKeptSealedAndGivenBackWhole) {
  const std::string& id = own_finding().finding_id;
  const std::string content = std::string("%PDF-1.7\n\0\xff<script>", 20);
  const Reply added = add(id, "institution", "%E5%A4%84%E6%96%B9%20%22.pdf", content);
  EXPECT_EQ(added.status(), 400) << "quotes would break the header";
  const Reply good = add(id, "institution", "%E5%A4%84%E6%96%B9.pdf", content);
  ASSERT_EQ(good.status(), 201) << good.raw.body;
  EXPECT_EQ(text_of(good.object(), "name"), "处方.pdf");
  const auto items = city().get(files_of(id), "inspector").items();
  ASSERT_EQ(items.size(), 1u);
  const std::int64_t number = items[0].as_object().at("file_no").as_int64();
  const Reply file = city().get(fmt::format("{}/{}", files_of(id), number), "inspector");
  EXPECT_EQ(file.raw.body, content);
  EXPECT_EQ(file.raw.header("Content-Type"), "application/pdf");
  EXPECT_EQ(file.raw.header("Content-Disposition"), "attachment; filename*=UTF-8''%E5%A4%84%E6%96%B9.pdf");
  EXPECT_EQ(file.raw.header("X-Content-Type-Options"), "nosniff");
  const auto stored = must(city().app().database->query("SELECT name_sealed, content_sealed FROM finding_files"));
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_EQ(stored[0].text(0).find("处方"), std::string::npos);
  EXPECT_TRUE(stored[0].text(1).starts_with("s1."));
}

TEST(FindingFilesTest, TakeOnlyWhatTheyAreNamed) {
  const std::string& id = own_finding().finding_id;
  EXPECT_EQ(add(id, "inspector", "a.pdf", "<html>").status(), 400);
  EXPECT_EQ(add(id, "inspector", "a.html", "<html>").status(), 400);
  EXPECT_EQ(add(id, "inspector", "a.svg", "<svg>").status(), 400);
  EXPECT_EQ(add(id, "inspector", "a.png", "%PDF-1.7").status(), 400);
  EXPECT_EQ(add(id, "inspector", "..%2Fa.pdf", "%PDF-1.7").status(), 400);
  EXPECT_EQ(add(id, "inspector", "a%E2%80%AEfdp.pdf", "%PDF-1.7").status(), 400) << "a mark that turns the direction";
  EXPECT_EQ(add(id, "inspector", "", "%PDF-1.7").status(), 400);
  EXPECT_EQ(add(id, "inspector", "a.pdf", std::string((5u << 20) + 1, 'x')).status(), 413);
  EXPECT_EQ(add(id, "auditor", "a.pdf", "%PDF-1.7").status(), 403);
}

TEST(FindingFilesTest, OfOthersAreNotThere) {
  const std::string& id = foreign_finding().finding_id;
  EXPECT_EQ(add(id, "institution", "a.pdf", "%PDF-1.7").status(), 404);
  EXPECT_EQ(city().get(files_of(id), "institution").status(), 404);
  ASSERT_EQ(add(id, "inspector", "a.pdf", "%PDF-1.7").status(), 201);
  const std::int64_t number = city().get(files_of(id), "inspector").items()[0].as_object().at("file_no").as_int64();
  EXPECT_EQ(city().get(fmt::format("{}/{}", files_of(id), number), "institution").status(), 404);
  // The number of a file under a finding that one may see.
  EXPECT_EQ(city().get(fmt::format("{}/{}", files_of(own_finding().finding_id), number), "institution").status(), 404);
  EXPECT_EQ(city().get(fmt::format("{}/0", files_of(id)), "inspector").status(), 404);
}

TEST(FindingFilesTest, AreHiddenFromWhoSeesNamesMasked) {
  const std::string& id = own_finding().finding_id;
  ASSERT_EQ(add(id, "inspector", "%E5%BC%A0%E4%B8%89.pdf", "%PDF-1.7").status(), 201);
  const json::array whole = city().get(files_of(id), "inspector").items();
  const std::int64_t number = whole.back().as_object().at("file_no").as_int64();
  for (const std::string_view login : {"auditor", "analyst", "institution"}) {
    const Reply listed = city().get(files_of(id), login);
    ASSERT_EQ(listed.status(), 200);
    EXPECT_EQ(listed.raw.body.find("张三"), std::string::npos) << login;
    EXPECT_EQ(city().get(fmt::format("{}/{}", files_of(id), number), login).status(), 404) << login;
  }
}

TEST(FindingViewsTest, TellWhoLooked) {
  const std::string& id = own_finding().finding_id;
  ASSERT_EQ(city().get("/v1/findings/" + id, "reviewer").status(), 200);
  bool found = false;
  for (const json::value& one : city().get(fmt::format("/v1/findings/{}/views", id), "inspector").items()) {
    found = found || text_of(one, "login") == "reviewer";
  }
  EXPECT_TRUE(found);
  EXPECT_EQ(city().get(fmt::format("/v1/findings/{}/views", id), "institution").status(), 403);
  std::vector<std::string> logins;
  for (const json::value& one : city().get(fmt::format("/v1/findings/{}/assignees", id), "inspector").items()) {
    logins.push_back(text_of(one, "login"));
  }
  EXPECT_TRUE(std::ranges::find(logins, "reviewer") != logins.end());
  EXPECT_TRUE(std::ranges::find(logins, "institution") == logins.end()) << "an institution judges nothing";
}

TEST(SavedSearchTest, AreOnesOwnUnlessShared) {
  const auto keep = [](std::string_view login, json::object body) {
    return city().ask("POST", "/v1/saved-searches", login, json::serialize(body));
  };
  const auto names = [](std::string_view login) {
    std::vector<std::string> out;
    for (const json::value& one : city().get("/v1/saved-searches", login).items()) out.push_back(text_of(one, "query"));
    return out;
  };
  using Texts = std::vector<std::string>;
  ASSERT_EQ(keep("inspector", {{"name", "甲"}, {"query", "rule=1"}, {"shared", true}}).status(), 201);
  ASSERT_EQ(keep("inspector", {{"name", "甲"}, {"query", "rule=2"}, {"shared", true}}).status(), 201);
  ASSERT_EQ(keep("inspector", {{"name", "乙"}, {"query", "rule=3"}}).status(), 201);
  EXPECT_EQ(keep("institution", {{"name", "丙"}, {"query", "rule=4"}, {"shared", true}}).status(), 403);
  ASSERT_EQ(keep("institution", {{"name", "丙"}, {"query", "rule=4"}}).status(), 201);
  EXPECT_EQ(keep("inspector", {{"name", std::string(101, 'a')}, {"query", "rule=4"}}).status(), 400);
  EXPECT_EQ(keep("inspector", {{"name", "丁"}, {"query", "psn_no=1"}, {"shared", true}}).status(), 400);
  EXPECT_EQ(keep("inspector", {{"name", "丁"}, {"query", "doctor=1"}, {"shared", true}}).status(), 400);
  EXPECT_EQ(names("reviewer"), (Texts{"rule=2"}));
  EXPECT_EQ(names("inspector").size(), 2u);
  EXPECT_EQ(names("institution"), (Texts{"rule=4"}));
}

}  // namespace
}  // namespace yishou::find_tests
