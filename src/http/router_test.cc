// Tests of the routes' tree.
#include "http/router.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace yishou::http {
namespace {

void nothing(const Request&, Response&) {}

std::string found(const Router& router, Method method, std::string_view path) {
  std::vector<Field> params;
  const Router::Found result = router.find(method, path, params);
  if (result.route == nullptr) return result.allowed == 0 ? "404" : "405 " + allow_text(result.allowed);
  std::string text = result.route->pattern;
  for (const Field& param : params) text += fmt::format(" {}={}", param.name, param.value);
  return text;
}

TEST(Router, FindsTextPartsAndRests) {
  Router router;
  router.add(Method::kGet, "/", nothing);
  router.add(Method::kGet, "/v1/findings", nothing);
  router.add(Method::kPost, "/v1/findings", nothing);
  router.add(Method::kGet, "/v1/findings/{id}", nothing);
  router.add(Method::kGet, "/v1/findings/export", nothing);
  router.add(Method::kPut, "/v1/findings/{id}/state", nothing);
  router.add(Method::kGet, "/assets/{file...}", nothing);
  EXPECT_EQ(found(router, Method::kGet, "/"), "/");
  EXPECT_EQ(found(router, Method::kHead, "/v1/findings"), "/v1/findings");
  EXPECT_EQ(found(router, Method::kGet, "/v1/findings/7"), "/v1/findings/{id} id=7");
  EXPECT_EQ(found(router, Method::kGet, "/v1/findings/export"), "/v1/findings/export");
  // Text that leads nowhere gives way to a named part.
  EXPECT_EQ(found(router, Method::kPut, "/v1/findings/export/state"), "/v1/findings/{id}/state id=export");
  EXPECT_EQ(found(router, Method::kGet, "/assets/js/app.js"), "/assets/{file...} file=js/app.js");
  EXPECT_EQ(found(router, Method::kGet, "/assets/"), "/assets/{file...} file=");
  for (const std::string_view path :
       {"/v1", "/v1/", "/v1/findings/", "/v1/findings//state", "//", "/assets", "*", "x"}) {
    EXPECT_EQ(found(router, Method::kGet, path), "404") << path;
  }
}

TEST(Router, OtherMethodsAreNamed) {
  Router router;
  router.add(Method::kGet, "/a/{id}", nothing);
  router.add(Method::kDelete, "/a/{id}", nothing);
  router.add(Method::kPost, "/b", nothing);
  EXPECT_EQ(found(router, Method::kPost, "/a/1"), "405 GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(found(router, Method::kGet, "/b"), "405 POST, OPTIONS");
  EXPECT_EQ(found(router, Method::kHead, "/b"), "405 POST, OPTIONS");
}

TEST(Router, FallbackIsForPagesOnly) {
  Router router;
  router.add(Method::kPost, "/b", nothing);
  router.fallback(Method::kGet, nothing);
  EXPECT_EQ(found(router, Method::kGet, "/any/page"), "fallback");
  EXPECT_EQ(found(router, Method::kGet, "/b"), "405 POST, OPTIONS");
  EXPECT_EQ(found(router, Method::kPost, "/any/page"), "405 GET, HEAD, OPTIONS");
}

TEST(RouterDeathTest, RoutesAreOurs) {
  Router router;
  router.add(Method::kGet, "/a/{id}", nothing);
  EXPECT_DEATH(router.add(Method::kGet, "/a/{id}", nothing), "once for each method");
  EXPECT_DEATH(router.add(Method::kPut, "/a/{other}", nothing), "one name");
  EXPECT_DEATH(router.add(Method::kGet, "a", nothing), "begins with");
  EXPECT_DEATH(router.add(Method::kGet, "/{x...}/y", nothing), "last part");
}

}  // namespace
}  // namespace yishou::http
