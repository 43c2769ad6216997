// Fuzz target: any bytes as CSV. Records must lie inside the text, and slabs must give the lines that the whole text gives.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "csv/records.h"
#include "csv/slabs.h"

namespace {

using namespace yishou;

class Bytes : public csv::ByteSource {
 public:
  explicit Bytes(std::string_view text) : rest_(text) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const std::size_t n = std::min(capacity, rest_.size());
    std::copy_n(rest_.data(), n, to);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
};

void see(csv::Records& records, std::vector<std::uint64_t>& lines) {
  while (const csv::Record* record = records.next()) {
    std::size_t bytes = 0;
    for (const auto field : record->fields) {
      YISHOU_CHECK(csv::is_utf8(field), "fields are UTF-8");
      bytes += field.size();
    }
    YISHOU_CHECK(bytes <= record->raw.size() * 2, "fields come from the record");
    YISHOU_CHECK(record->fields.empty() == (record->problem != csv::Problem::kNone), "a record is read or refused");
    YISHOU_CHECK(lines.empty() || lines.back() < record->line, "lines count up");
    lines.push_back(record->line);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  std::vector<std::uint64_t> whole, cut;
  csv::Records all(text);
  see(all, whole);
  csv::SlabReader slabs(std::make_unique<Bytes>(text));
  csv::Slab slab;
  for (;;) {
    const auto more = slabs.next(slab);
    if (!more || !*more) break;
    csv::Records records(slab.text(), slab.first_line());
    see(records, cut);
    if (slab.long_line() != 0) cut.push_back(slab.long_line());
  }
  YISHOU_CHECK(whole == cut, "slabs give the records of the whole");
  return 0;
}
