#include "harness/ingest/wrapper.hpp"

#include <algorithm>
#include <optional>

#include "analysis/core/time.hpp"
#include "harness/ingest/json_line.hpp"

namespace wvagate::ingest {
namespace {

constexpr int kMaxNesting = 4;
constexpr std::size_t kMaxPrefix = 512;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The RFC 3339 time at the front of `text`, followed by a space; empty where there is none.
std::string_view leading_stamp(std::string_view text) {
  if (text.size() < 21 || !is_digit(text[0]) || text[4] != '-' || text[10] != 'T') return {};
  const std::string_view stamp = text.substr(0, text.find(' '));
  return stamp.size() < text.size() && stamp.size() <= 35 && parse_time(stamp) ? stamp : std::string_view();
}

/// CRI's "stdout F " behind the stamp: the stream, and whether the record goes on.
struct CriTag {
  std::string_view stream;
  bool partial = false;
};
std::optional<CriTag> leading_cri_tag(std::string_view text) {
  if (!text.starts_with("stdout ") && !text.starts_with("stderr ")) return std::nullopt;
  if (text.size() < 9 || (text[7] != 'P' && text[7] != 'F') || (text[8] != ' ' && text[8] != ':'))
    return std::nullopt;
  return CriTag{text.substr(0, 6), text[7] == 'P'};
}

bool starts_record(std::string_view text) {
  return text.starts_with('{') || is_klog(text);
}

/// stern's "POD CONTAINER " before a record.
std::string_view leading_stern(std::string_view text) {
  const std::size_t first = text.find(' ');
  if (first == std::string_view::npos || first == 0) return {};
  const std::size_t second = text.find(' ', first + 1);
  if (second == std::string_view::npos || second == first + 1) return {};
  const std::string_view names = text.substr(0, second);
  constexpr std::string_view kForeign = "{}\"[]=";
  if (names.find_first_of(kForeign) != std::string_view::npos) return {};
  const std::string_view rest = text.substr(second + 1);
  return starts_record(rest) || !leading_stamp(rest).empty() ? names : std::string_view();
}

/// Docker's line: as it writes it, or as other programs write its members in another order.
bool is_docker_frame(std::string_view text) {
  if (text.size() < 4 || text[0] != '{' || text[3] == 'e') return false;  // most: no JSON, or zap's {"level":
  if (text.starts_with(R"({"log":)")) return true;
  const auto holds = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
  return (text.starts_with(R"({"stream":)") || text.starts_with(R"({"time":)") ||
          text.starts_with(R"({"attrs":)")) &&
         holds(R"("log":)") && (holds(R"("stream":"std)") || holds(R"("stream": "std)"));
}

void note(Peeled& peeled, Wrapper wrapper) {
  if (peeled.outermost == Wrapper::none) peeled.outermost = wrapper;
}

}  // namespace

std::string_view wrapper_name(Wrapper wrapper) {
  switch (wrapper) {
    case Wrapper::none:
      return "none";
    case Wrapper::timestamp:
      return "kubectl --timestamps";
    case Wrapper::prefix:
      return "kubectl --prefix";
    case Wrapper::stern:
      return "stern";
    case Wrapper::cri:
      return "CRI";
    case Wrapper::docker:
      return "Docker json-file";
    case Wrapper::other:
      return "other";
    case Wrapper::count:
      break;
  }
  return "";
}

bool is_klog(std::string_view record) {
  constexpr std::string_view kLevels = "IWEF";
  return record.size() > 21 && kLevels.find(record[0]) != std::string_view::npos &&
         std::all_of(record.begin() + 1, record.begin() + 5, is_digit) && record[5] == ' ' &&
         record[8] == ':';
}

bool has_runtime_frame(std::string_view line) {
  if (is_docker_frame(line)) return true;
  if (line.size() < 30 || !is_digit(line[0]) || line[4] != '-' || line[10] != 'T') return false;
  const std::size_t space = line.find(' ');
  return space <= 35 && leading_cri_tag(line.substr(space + 1)).has_value();
}

Peeled Unwrapper::peel(std::string_view line, Depth depth) {
  // A log that was cut to nothing while its writer went on begins with zeros.
  Peeled peeled{.record = line.substr(std::min(line.find_first_not_of('\0'), line.size()))};
  for (int nesting = 0; nesting < kMaxNesting; ++nesting) {
    std::string_view& rest = peeled.record;
    if (is_docker_frame(rest)) {
      if (!peel_docker(rest, peeled) || peeled.partial || depth == Depth::frame) break;
      continue;
    }
    if (starts_record(rest)) break;
    if (const auto stamp = leading_stamp(rest); !stamp.empty()) {
      peeled.stamp = stamp;
      rest.remove_prefix(stamp.size() + 1);
      const auto tag = leading_cri_tag(rest);
      note(peeled, tag ? Wrapper::cri : Wrapper::timestamp);
      if (tag) {
        peeled.partial = tag->partial;
        if (peeled.source.empty()) peeled.source = tag->stream;
        rest.remove_prefix(std::min(rest.size(), rest.find(' ', 7) + 1));
        break;  // what follows may be a later piece of a record
      }
    } else if (rest.starts_with("[pod/") && rest.find("] ") != std::string_view::npos) {
      const std::size_t end = rest.find("] ");
      peeled.source = rest.substr(1, end - 1);
      note(peeled, Wrapper::prefix);
      rest.remove_prefix(end + 2);
    } else if (const auto names = leading_stern(rest); !names.empty()) {
      peeled.source = names;
      note(peeled, Wrapper::stern);
      rest.remove_prefix(names.size() + 1);
    } else {
      // An unknown collector's prefix: the record is what looks like zap's line in it.
      const std::size_t brace = rest.find("{\"");
      if (brace > kMaxPrefix) break;
      note(peeled, Wrapper::other);
      rest.remove_prefix(brace);
    }
  }
  return peeled;
}

bool Unwrapper::peel_docker(std::string_view line, Peeled& peeled) {
  JsonObject object(line);
  std::string_view key;
  std::string_view log;
  std::string_view stream;
  std::string_view stamp;
  JsonValue value;
  while (object.next(key, value)) {
    if (value.kind != JsonValue::Kind::string) continue;
    if (key == "log") log = value.text;
    if (key == "stream") stream = value.text;
    if (key == "time") stamp = value.text;
  }
  if (object.cut() || object.broken() || log.data() == nullptr) return false;
  // `line` may be in what is replaced: the new text is made beside the old one.
  spare_.clear();
  if (!append_unescaped(log, spare_)) return false;
  docker_stamp_ = stamp;
  docker_source_ = peeled.source.empty() ? stream : peeled.source;
  std::swap(unescaped_, spare_);
  peeled.docker = {.log = log, .time = stamp, .text = unescaped_};
  peeled.partial = !unescaped_.ends_with('\n');
  peeled.record = unescaped_;
  while (!peeled.partial && (peeled.record.ends_with('\n') || peeled.record.ends_with('\r')))
    peeled.record.remove_suffix(1);
  peeled.stamp = docker_stamp_;
  peeled.source = docker_source_;
  note(peeled, Wrapper::docker);
  return true;
}

}  // namespace wvagate::ingest
