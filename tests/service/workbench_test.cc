// The workbench's addresses beside those of the API and the gateway.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running_service.h"

namespace yishou::service_tests {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kScript = "/assets/index.0123456789abcdef.js";

const http::Assets::Files& pages() {
  static const http::Assets::Files files{{"index.html", "<!doctype html><title>workbench</title>"},
                                         {"index.html.gz", "packed page"},
                                         {"index.0123456789abcdef.js", "run()"},
                                         {"index.0123456789abcdef.js.gz", "packed script"},
                                         {"mark.svg", "<svg/>"}};
  return files;
}

class Workbench : public testing::Test {
 protected:
  RunningService service{{}, pages()};
};

TEST_F(Workbench, OnePageAnswersEveryPathOfPages) {
  for (const std::string_view path :
       {"/", "/findings", "/findings/6101-1", "/findings/6101-1/sheet", "/persons/P%2E1", "/rules/7?tab=points"}) {
    SCOPED_TRACE(path);
    const Reply reply = service.get(path);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "<!doctype html><title>workbench</title>");
    EXPECT_EQ(reply.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(reply.header("Cache-Control"), "no-cache");
    EXPECT_NE(reply.header("ETag"), "");
  }
}

TEST_F(Workbench, ThePageIsAskedForAgainAndComesPacked) {
  const Reply packed = service.get("/jobs", {}, "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(packed.body, "packed page");
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  const std::string same = "Accept-Encoding: gzip\r\nIf-None-Match: " + packed.header("ETag") + "\r\n";
  EXPECT_EQ(service.get("/accounts", {}, same).status, 304);
}

TEST_F(Workbench, ScriptsAreKeptForAYear) {
  const Reply script = service.get(kScript);
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(script.body, "run()");
  EXPECT_EQ(script.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(script.header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(service.get("/assets/mark.svg").header("Cache-Control"), "no-cache");
}

TEST_F(Workbench, ThePolicyAllowsNoScriptButItsOwn) {
  const Reply page = service.get("/findings");
  const std::string policy = page.header("Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self';"));
  EXPECT_THAT(policy, HasSubstr("connect-src 'self';"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe-eval")));
}

TEST_F(Workbench, WhatIsNoPageIsNotFound) {
  for (const std::string_view path :
       {"/v1", "/v1/nothing", "/v1/findings/1/nothing", "/fsi", "/fsi/api", "/fsi/nothing", "/docs/nothing",
        "/gateway/x", "/assets/gone.0123456789abcdef.js", "/assets/index.html/x", "/favicon.ico", "/robots.txt"}) {
    SCOPED_TRACE(path);
    const Reply reply = service.get(path);
    // At the gateway it is the method that is wrong.
    EXPECT_EQ(reply.status, path.starts_with("/gateway") ? 405 : 404) << reply.body;
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
  }
}

TEST_F(Workbench, AWrongAddressOfTheApiIsNotFoundWithEveryMethod) {
  for (const std::string_view method : {"POST", "PUT", "PATCH", "DELETE"}) {
    SCOPED_TRACE(method);
    EXPECT_EQ(service.ask(method, "/v1/nothing/here", {}, "{}").status, 404);
  }
  EXPECT_EQ(service.ask("PUT", "/v1/jobs", {}, "{}").status, 405);  // one that is there, asked wrongly
}

TEST_F(Workbench, TheGatewayKeepsItsAddresses) {
  const Reply reply = service.ask("POST", "/", {}, "{}");
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, HasSubstr("infcode"));
  // In any way of addressing, what is refused is told in the envelope.
  const std::string large(5 << 20, ' ');
  for (const std::string_view path :
       {"/3101", "/x/y/3101", "/fsi/nothing", "/gateway/x", "/x/fsi/api/riskConService/beforeAnalyze"}) {
    SCOPED_TRACE(path);
    const Reply said = service.ask("POST", path, {}, "{}");
    EXPECT_EQ(said.status, 200);
    EXPECT_EQ(said.object().at("infcode").as_int64(), -1);
    const Reply refused = service.ask("POST", path, {}, large);
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(refused.object().at("infcode").as_int64(), -1);
    EXPECT_THAT(refused.text("err_msg"), HasSubstr("larger than this route takes"));
  }
  EXPECT_THAT(service.ask("POST", "/x/y/3999", {}, "{}").text("err_msg"), HasSubstr("3999"));
  const auto headers = [](std::string_view name) { return fmt::format("{0}: a\r\n{0}: a\r\n", name); };
  for (const std::string_view name : {"x-tif-paasid", "X-TIF-Timestamp", "x-tif-nonce", "x-tif-signature", "apikey"}) {
    const Reply twice = service.ask("POST", "/3101", {}, "{}", headers(name));
    EXPECT_THAT(twice.text("err_msg"), HasSubstr("came twice")) << name;
  }
}

TEST(WorkbenchLeftOut, SaysHowToHaveIt) {
  RunningService service;
  for (const std::string_view path : {"/", "/findings", "/findings/6101-1"}) {
    const Reply reply = service.get(path);
    EXPECT_EQ(reply.status, 404);
    EXPECT_THAT(reply.body, HasSubstr("./dev web"));
  }
  EXPECT_EQ(service.get("/healthz").status, 200);
}

// A session's cookie alone is what the browser has.
TEST_F(Workbench, TheCookieSignsInAndChangesNeedTheHeader) {
  service.make("browser", identity::Role::kAnalyst, identity::Scope::whole());
  const Reply opened = service.ask(
      "POST", "/v1/session", {}, R"({"login":"browser","password":")" + std::string{RunningService::kPassword} + "\"}");
  const std::string given = opened.header("Set-Cookie");
  EXPECT_THAT(given, HasSubstr("HttpOnly"));
  EXPECT_THAT(given, HasSubstr("SameSite=Strict"));
  const std::string cookie = "Cookie: " + given.substr(0, given.find(';')) + "\r\n";
  const Reply self = service.get("/v1/session", {}, cookie);
  EXPECT_EQ(self.status, 200);
  EXPECT_EQ(self.text("display_name"), "测试 browser");
  EXPECT_FALSE(self.object().contains("token"));
  EXPECT_EQ(service.ask("DELETE", "/v1/session", {}, {}, cookie).status, 401);
  EXPECT_EQ(service.ask("DELETE", "/v1/session", {}, {}, cookie + "X-Yishou: 1\r\n").status, 204);
  EXPECT_EQ(service.get("/v1/session", {}, cookie).status, 401);
}

}  // namespace
}  // namespace yishou::service_tests
