// Facts taken, durable and at hand: bodies of 5,000 fee lines from two clients at once, each body synced before it is acknowledged.
//
//   YISHOU_BENCH_LAKE, YISHOU_BENCH_PERSONS   see bench_lake.h
//
// Checked: every line is taken, and afterwards every person of the last body has its lines.
#include <filesystem>
#include <thread>

#include <benchmark/benchmark.h>

#include "bench_lake.h"
#include "history/fact_book.h"
#include "history/image.h"
#include "history/kept.h"

namespace yishou::bench {
namespace {

constexpr int kLines = 5'000, kBodies = 40, kClients = 2;

std::string line_of(int client, int number) {
  return fmt::format(
      R"({{"bkkp_sn":"F{0}-{1}","mdtrt_id":"FM{0}-{2}","setl_id":"FS{0}-{2}","psn_no":"FP{2}","fixmedins_code":"H99010100001",)"
      R"("fee_ocur_time":"2026-03-01 08:{3:02}:00","med_type":"11","cnt":"1.0000","pric":"12.500000","det_item_fee_sumamt":"12.50",)"
      R"("pric_uplmt_amt":"","inscp_amt":"12.50","chrgitm_lv":"01","list_type":"101","med_list_codg":"XN01BBA064B0020101{3:05}",)"
      R"("medins_list_name":"示例药品","med_chrgitm_type":"09","bilg_dept_codg":"A03","bilg_dr_code":"D330102000123",)"
      R"("rx_drord_no":"R{2}","crte_time":"2026-03-01 08:{3:02}:30","vali_flag":"1"}})"
      "\n",
      client, number, number % 100'000, number % 60);
}

void facts_taken(benchmark::State& state) {
  const std::filesystem::path place = std::filesystem::path(lake_folder(2) + ".facts");
  std::filesystem::remove_all(place);
  const auto book =
      must(history::FactBook::open({.state = place.string(), .lake = lake_folder(2), .threads = 2, .building = {}}));
  std::vector<std::vector<std::string>> bodies(kClients);
  for (int client = 0; client < kClients; ++client) {
    for (int b = 0; b < kBodies; ++b) {
      std::string& body = bodies[static_cast<std::size_t>(client)].emplace_back();
      for (int i = 0; i < kLines; ++i) body += line_of(client, b * kLines + i);
    }
  }
  for (auto _ : state) {
    std::vector<std::jthread> clients;
    for (const auto& mine : bodies) {
      clients.emplace_back([&] {
        for (const std::string& body : mine) {
          if (must(book->take(*model::find_table("fee_list_d"), body)).taken != kLines) std::abort();
        }
      });
    }
  }
  history::HistoryStore::Reading reading;
  history::ImageView image;
  const int last = kBodies * kLines - 1;
  const auto found = must(book->store().find(fmt::format("FP{}", last % 100'000), reading));
  if (!found.has_value()) return state.SkipWithError("a person is missing");
  must(image.open(*found));
  if (image.rows(history::TableId::kLine) != kClients * 2) return state.SkipWithError("lines are missing");
  state.SetItemsProcessed(state.iterations() * kClients * kBodies * kLines);
}
BENCHMARK(facts_taken)->Iterations(1)->UseRealTime()->Unit(benchmark::kSecond);

}  // namespace
}  // namespace yishou::bench
