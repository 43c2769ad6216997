// Decoding happens exactly once, and checks come after it, so that no second spelling of a path reaches a handler.
#include "http/target.h"

#include <algorithm>

namespace yishou::http {

namespace {

constexpr int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Appends `text` decoded; false for a broken escape. The string has room already: decoding never makes text longer.
bool decode(std::string_view text, bool plus_is_blank, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus_is_blank && c == '+' ? ' ' : c);
    }
  }
  return true;
}

bool has_control(std::string_view text) noexcept {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool has_dot_segment(std::string_view path) noexcept {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

// "%2F" would be a slash that is no separator: ids here have none.
bool has_encoded_slash(std::string_view raw) noexcept {
  for (std::size_t at = raw.find("%2"); at != std::string_view::npos; at = raw.find("%2", at + 1)) {
    if (at + 2 < raw.size() && (raw[at + 2] == 'f' || raw[at + 2] == 'F')) return true;
  }
  return false;
}

std::unexpected<Error> refuse(const char* why) { return fail(ErrorCode::kBadInput, why); }

Status read_path(std::string_view raw, Target& out) {
  if (has_encoded_slash(raw)) return refuse("the path has an encoded slash (%2F): leave it out");
  if (!decode(raw, false, out.text)) return refuse("the path has a broken %-escape: write % as %25");
  out.path = out.text;
  if (has_control(out.path)) return refuse("the path has a control character: leave it out");
  if (out.path.find('\\') != std::string_view::npos) return refuse("the path has a backslash: separate by /");
  if (!is_utf8(out.path)) return refuse("the path is not UTF-8: encode it as UTF-8, then by %-escapes");
  if (has_dot_segment(out.path)) return refuse("the path has a \".\" or \"..\" segment: write it out");
  return {};
}

Status read_query(std::string_view raw, Target& out) {
  while (!raw.empty()) {
    const std::string_view pair = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(pair.size() + 1, raw.size()));
    if (pair.empty()) continue;
    if (out.query.size() == kMaxQueryFields) return refuse("the query has more than 100 parameters: send fewer");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::size_t name_at = out.text.size();
    if (!decode(pair.substr(0, equals), true, out.text))
      return refuse("the query has a broken %-escape: write % as %25");
    const std::size_t value_at = out.text.size();
    if (equals < pair.size() && !decode(pair.substr(equals + 1), true, out.text)) {
      return refuse("the query has a broken %-escape: write % as %25");
    }
    const std::string_view all = out.text;
    const Field field{all.substr(name_at, value_at - name_at), all.substr(value_at)};
    if (has_control(all.substr(name_at))) return refuse("the query has a control character: leave it out");
    if (!is_utf8(field.name) || !is_utf8(field.value)) return refuse("the query is not UTF-8: encode it as UTF-8");
    out.query.push_back(field);
  }
  return {};
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size();) {
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
    const unsigned char first = at(0);
    if (first < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || i + length > text.size()) return false;
    const unsigned char second = at(1);
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) ||
        (first == 0xf4 && second > 0x8f)) {
      return false;
    }
    for (std::size_t k = 1; k < length; ++k) {
      if ((at(k) & 0xc0) != 0x80) return false;
    }
    i += length;
  }
  return true;
}

Status read_target(std::string_view target, Target& out) {
  out.query.clear();
  out.text.clear();
  out.path = {};
  out.text.reserve(target.size());  // views stay valid: decoded text is never longer
  if (target == "*") {
    out.text = "*";
    out.path = out.text;
    return {};
  }
  for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
    if (!same_word(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
    if (target.empty() || target.front() != '/') return refuse("the target has no path: begin it with /");
    break;
  }
  if (!target.starts_with('/')) return refuse("the target is not a path: begin it with /");
  if (target.find('#') != std::string_view::npos) return refuse("the target has a fragment (#): leave it out");
  const std::size_t mark = std::min(target.find('?'), target.size());
  YISHOU_CHECK_OK(read_path(target.substr(0, mark), out));
  if (mark < target.size()) return read_query(target.substr(mark + 1), out);
  return {};
}

}  // namespace yishou::http
