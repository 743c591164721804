#include "harness/report/csv.hpp"

#include <algorithm>
#include <string>

#include "harness/report/csv_row.hpp"
#include "harness/report/extract_csv.hpp"
#include "tests/support/catch.hpp"

namespace wvagate::report {
namespace {

std::string csv(std::string_view text) {
  std::string out;
  append_csv_text(out, text);
  return out;
}

TEST_CASE("A field of CSV is as it is unless it must be quoted") {
  CHECK(csv("") == "");
  CHECK(csv("plain:text/with-all.sorts of=things") == "plain:text/with-all.sorts of=things");
  CHECK(csv("a,b") == "\"a,b\"");
  CHECK(csv("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv("\"") == "\"\"\"\"");
  CHECK(csv("two\nlines") == "\"two\nlines\"");
  CHECK(csv("a\rb") == "\"a\rb\"");
  CHECK(csv("Größe") == "Größe");
}

TEST_CASE("What a spreadsheet would take for a formula has an apostrophe before it") {
  CHECK(csv("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0");
  CHECK(csv("+1") == "'+1");
  CHECK(csv("-1") == "'-1");
  CHECK(csv("@SUM(A1)") == "'@SUM(A1)");
  CHECK(csv("\tx") == "'\tx");
  CHECK(csv("\rx") == "\"'\rx\"");
  CHECK(csv("=1,2") == "\"'=1,2\"");
  CHECK(csv("a=1") == "a=1");
}

TEST_CASE("A row separates its fields and ends its line") {
  std::string out;
  CsvRow(out).number(0.1).number(std::nullopt).text("a,b").word("true").number(3);
  CsvRow(out).number(std::nullopt);
  CHECK(out == "0.1,,\"a,b\",true,3\n\n");
}

TEST_CASE("An extracted sample keeps the log's digits and the header's order") {
  LoggedSample logged;
  logged.sample.variant = "a,b";
  logged.sample.model = "=m";
  logged.sample.service_class = "Premium";
  logged.sample.accelerator = "H100";
  logged.sample.line = 12;
  SampleDigits& d = logged.digits;
  d.timestamp = "T";
  d.itl = "9.40";
  d.ttft = "1e+06";
  d.rate = "5";
  d.in_tokens = "6";
  d.out_tokens = "7";
  d.replicas = "8";
  d.predicted_itl = "9";
  d.predicted_ttft = "10";
  d.slo_itl = "11";
  d.slo_ttft = "12";
  d.parameters = {"13", "14", "15", "3.37e-05"};
  d.current_replicas = "17";
  d.max_batch = "18";
  d.rho = "19";
  d.max_rpm = "20";
  d.cost = "21";
  logged.sample.cycle = 7;
  logged.sample.name_space = "ns";
  logged.sample.role = "decode";
  logged.sample.decision = Decision{.current = 4.0,
                                    .optimizer_target = 4.0,
                                    .target = 3.0,
                                    .action = "scale-down",
                                    .reason = "a, b",
                                    .optimizer = "cost-aware"};
  logged.sample.bounds = {.min_replicas = 1.0, .max_replicas = 10.0};
  std::string out;
  append_extract_csv(out, logged, "log \"x\"");
  CHECK(out ==
        "T,9.40,1e+06,5,6,7,8,9,10,11,12,13,14,15,3.37e-05,\"a,b\",'=m,Premium,H100,17,18,19,20,21,\"log "
        "\"\"x\"\"\",12,7,ns,decode,3,4,scale-down,\"a, b\",cost-aware,1,10,\n");
  const std::string header(extract_csv_header());
  CHECK(std::count(header.begin(), header.end(), ',') == 36);
  CHECK(header.ends_with(",max_replicas,latency_source\n"));

  std::string empty;
  append_extract_csv(empty, LoggedSample(), "log");
  CHECK(empty == std::string(24, ',') + "log,0" + std::string(11, ',') + "\n");
}

}  // namespace
}  // namespace wvagate::report
