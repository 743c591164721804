// A collector's prefix is taken off any line; and records mean the same from every collector, cut into pieces
// or not.

#include <string>
#include <vector>

#include "harness/ingest/decode/collector.hpp"
#include "harness/ingest/decode/log_entry.hpp"
#include "tests/fuzz/support/read_back.hpp"

namespace wvagate::fuzz {
namespace {

constexpr std::string_view kStamp = "2025-11-01T10:00:00.123456789Z";

void check_strip(std::string_view line) {
  ingest::CollectorStripper stripper;
  const auto collected = stripper.strip(line);
  expect(collected.record.size() <= line.size(), "a record is no longer than its line");
  const std::string record(collected.record);
  if (line.starts_with('{') && collected.outermost == ingest::Collector::none)
    expect(record == line, "a bare record is left as it is");
  expect(ingest::collector_name(collected.outermost).size() > 1, "every collector has a name");
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
  }
  return lines;
}

/// Lines that mean the same bare and collected: records of zap, not Docker's.
bool is_record(std::string_view line) {
  return (line.starts_with("{\"") || ingest::is_zap_console(line)) && !line.starts_with("{\"log\"") &&
         line.find('\r') == std::string_view::npos;
}

std::string docker_string(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string json;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (byte < 0x20) {
      json += "\\u00";
      json += kHex[byte >> 4];
      json += kHex[byte & 0x0F];
    } else {
      json += c;
    }
  }
  return json;
}

/// A collector's framing of a piece of a record; `last` is its last one.
using Frame = std::string (*)(std::string_view piece, bool last);

std::string timestamps(std::string_view piece, bool) {
  return std::string(kStamp) + " " + std::string(piece) + "\n";
}
std::string kubectl_prefix(std::string_view piece, bool) {
  return "[pod/wva-0/manager] " + timestamps(piece, true);
}
std::string stern(std::string_view piece, bool) {
  return "wva-0 manager " + timestamps(piece, true);
}
std::string cri(std::string_view piece, bool last) {
  return std::string(kStamp) + (last ? " stderr F " : " stderr P ") + std::string(piece) + "\n";
}
std::string docker(std::string_view piece, bool last) {
  return R"({"log":")" + docker_string(piece) + (last ? R"(\n)" : "") + R"(","stream":"stderr","time":")" +
         std::string(kStamp) + "\"}\n";
}

std::string wrap(const std::vector<std::string_view>& records, Frame frame, std::size_t largest_piece) {
  std::string log;
  for (std::string_view record : records) {
    while (record.size() > largest_piece) {
      log += frame(record.substr(0, largest_piece), false);
      record.remove_prefix(largest_piece);
    }
    log += frame(record, true);
  }
  return log;
}

/// The samples without their lines, and what became of the records.
std::string meaning(const ReadBack& read) {
  std::string text;
  for (LoggedSample sample : read.samples) {
    sample.sample.line = 0;
    report::append_extract_csv(text, sample, "");
    text += std::to_string(sample.sample.segment) + "\n";
  }
  return text + std::to_string(read.facts.forecasts) + " " + std::to_string(read.facts.restarts);
}

}  // namespace
}  // namespace wvagate::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wvagate::fuzz;
  const std::string_view input = as_text(data, size);
  std::vector<std::string_view> records;
  for (const std::string_view line : lines_of(input)) {
    check_strip(line);
    if (is_record(line)) records.push_back(line);
  }
  if (records.empty()) return 0;

  Choices choices(input);
  constexpr std::size_t kWhole = std::string_view::npos;
  const std::string reference = meaning(read_bytes(wrap(records, timestamps, kWhole)));
  for (const Frame frame : {kubectl_prefix, stern, cri, docker})
    expect(meaning(read_bytes(wrap(records, frame, kWhole))) == reference,
           "a record means the same from any collector");
  for (const Frame frame : {cri, docker}) {
    const std::size_t largest = 1 + choices.below(200);
    expect(meaning(read_bytes(wrap(records, frame, largest))) == reference,
           "a record means the same in one piece and in many");
  }
  return 0;
}
