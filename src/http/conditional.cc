// Compares entity tags. The caller knows the present one; here is only what the headers say about it.
#include "http/conditional.h"

#include <openssl/evp.h>

#include <array>
#include <iterator>

#include <fmt/format.h>

#include "base/check.h"
#include "http/header_text.h"
#include "http/problem.h"

namespace yishou::http {

namespace {

// Our tags have no commas, so splitting at commas finds them whole. `weak`: W/"x" is taken for "x".
bool names(std::string_view list, std::string_view etag, bool weak) noexcept {
  if (list == "*") return true;  // anything that is there
  while (!list.empty()) {
    std::string_view member = next_member(list);
    if (weak && member.starts_with("W/")) member.remove_prefix(2);
    if (member == etag) return true;
  }
  return false;
}

}  // namespace

std::string etag_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  YISHOU_CHECK(EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sm3(), nullptr) == 1 && size == 32,
               "OpenSSL has SM3");
  std::string etag = "\"";
  for (std::size_t i = 0; i < 16; ++i) fmt::format_to(std::back_inserter(etag), "{:02x}", digest[i]);
  return etag + "\"";
}

bool answer_not_modified(const Request& request, Response& response, std::string_view etag) {
  response.set_header("ETag", etag);
  const bool reads = request.method == Method::kGet || request.method == Method::kHead;
  if (!reads || !names(request.header("If-None-Match"), etag, true)) return false;
  response.status = 304;
  response.body.clear();
  return true;
}

bool matches_or_answer(const Request& request, Response& response, std::string_view etag) {
  const std::string_view wanted = request.header("If-Match");
  if (names(wanted, etag, false)) return true;
  if (wanted.empty()) {
    answer_problem(request, response, 428,
                   "修改须带 If-Match（先读取，取其 ETag） · send If-Match with the ETag you read");
  } else {
    answer_problem(request, response, 412, "已被他人修改，请重新读取 · it was changed meanwhile: read it again");
  }
  return false;
}

}  // namespace yishou::http
