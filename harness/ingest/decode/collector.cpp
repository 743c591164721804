#include "harness/ingest/decode/collector.hpp"

#include <algorithm>
#include <optional>

#include "analysis/core/characters.hpp"
#include "analysis/core/time.hpp"
#include "harness/ingest/decode/json_line.hpp"

namespace wvagate::ingest {
namespace {

constexpr int kMaxNesting = 4;
constexpr std::size_t kMaxPrefix = 512;

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

/// Docker's line: as it writes it, or as other programs write its members in another order.
bool is_docker_frame(std::string_view text) {
  if (text.size() < 4 || text[0] != '{' || text[3] == 'e') return false;  // most: no JSON, or zap's {"level":
  if (text.starts_with(R"({"log":)")) return true;
  const auto holds = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
  return (text.starts_with(R"({"stream":)") || text.starts_with(R"({"time":)") ||
          text.starts_with(R"({"attrs":)")) &&
         holds(R"("log":)") && (holds(R"("stream":"std)") || holds(R"("stream": "std)"));
}

/// Where, behind the prefix of an unknown collector, a record begins; npos if none does.
std::size_t find_record(std::string_view text) {
  // klog: "I0807 20:18:51.000000       1 leaderelection.go:271] …".
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos && colon < kMaxPrefix;
       colon = text.find(':', colon + 1)) {
    constexpr std::size_t kBefore = 8;
    const bool follows_blank = colon == kBefore || (colon > kBefore && text[colon - kBefore - 1] == ' ');
    if (follows_blank && is_klog(text.substr(colon - kBefore))) return colon - kBefore;
  }
  const std::size_t tab = text.find('\t');
  if (tab != std::string_view::npos && tab > 0) {
    const std::size_t begin = text.rfind(' ', tab) + 1;
    if (is_zap_console(text.substr(begin))) return begin;
  }
  return text.find("{\"");
}

void note(CollectedLine& collected, Collector collector) {
  if (collected.outermost == Collector::none) collected.outermost = collector;
}

}  // namespace

std::string_view collector_name(Collector collector) {
  switch (collector) {
    case Collector::none:
      return "none";
    case Collector::timestamp:
      return "kubectl --timestamps";
    case Collector::prefix:
      return "kubectl --prefix";
    case Collector::stern:
      return "stern";
    case Collector::cri:
      return "CRI";
    case Collector::docker:
      return "Docker json-file";
    case Collector::envelope:
      return "JSON envelope";
    case Collector::other:
      return "other";
    case Collector::count:
      break;
  }
  return "";
}

bool has_runtime_frame(std::string_view line) {
  if (is_docker_frame(line)) return true;
  if (line.size() < 30 || !is_digit(line[0]) || line[4] != '-' || line[10] != 'T') return false;
  const std::size_t space = line.find(' ');
  return space <= 35 && leading_cri_tag(line.substr(space + 1)).has_value();
}

CollectedLine CollectorStripper::strip(std::string_view line, Depth depth) {
  // A log that was truncated while its writer kept its offset begins with zeros.
  CollectedLine collected{.record = line.substr(std::min(line.find_first_not_of('\0'), line.size()))};
  for (int nesting = 0; nesting < kMaxNesting; ++nesting) {
    std::string_view& rest = collected.record;
    if (is_docker_frame(rest)) {
      if (!strip_docker(rest, collected) || collected.partial || depth == Depth::frame) break;
      continue;
    }
    if (strip_envelope(rest, collected)) continue;
    if (starts_record(rest)) break;
    if (const auto stamp = leading_stamp(rest); !stamp.empty()) {
      collected.stamp = stamp;
      rest.remove_prefix(stamp.size() + 1);
      const auto tag = leading_cri_tag(rest);
      note(collected, tag ? Collector::cri : Collector::timestamp);
      if (tag) {
        collected.partial = tag->partial;
        if (collected.source.empty()) collected.source = tag->stream;
        rest.remove_prefix(std::min(rest.size(), rest.find(' ', 7) + 1));
        break;  // what follows may be a later piece of a record
      }
    } else if (rest.starts_with("[pod/") && rest.find("] ") != std::string_view::npos) {
      const std::size_t end = rest.find("] ");
      collected.source = rest.substr(1, end - 1);
      note(collected, Collector::prefix);
      rest.remove_prefix(end + 2);
    } else if (const auto names = leading_stern(rest); !names.empty()) {
      collected.source = names;
      note(collected, Collector::stern);
      rest.remove_prefix(names.size() + 1);
    } else {
      const std::size_t begin = find_record(rest);
      if (begin > kMaxPrefix) break;
      note(collected, Collector::other);
      rest.remove_prefix(begin);
    }
  }
  return collected;
}

/// stern's "POD CONTAINER " before a record.
std::string_view CollectorStripper::leading_stern(std::string_view text) const {
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

bool CollectorStripper::strip_docker(std::string_view line, CollectedLine& collected) {
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
  // `line` may be in what is replaced: the new text is made next to the old one.
  spare_.clear();
  if (!append_unescaped(log, spare_)) return false;
  docker_stamp_ = stamp;
  docker_source_ = collected.source.empty() ? stream : collected.source;
  std::swap(unescaped_, spare_);
  collected.partial = !unescaped_.ends_with('\n');
  collected.record = unescaped_;
  while (!collected.partial && (collected.record.ends_with('\n') || collected.record.ends_with('\r')))
    collected.record.remove_suffix(1);
  collected.stamp = docker_stamp_;
  collected.source = docker_source_;
  note(collected, Collector::docker);
  return true;
}

/// A collector's JSON object with the record in a member, whatever its name: "line" of logcli, "message" of
/// stern and journald, "log" of Fluent Bit, "textPayload" and "jsonPayload" of Google Cloud. An object that
/// has level or msg is a record itself.
bool CollectorStripper::strip_envelope(std::string_view line, CollectedLine& collected) {
  if (!line.starts_with("{\"") || line.starts_with(R"({"level")") || line.starts_with(R"({"ts")"))
    return false;
  JsonObject object(line);
  std::string_view key;
  JsonValue value;
  std::string_view nested;
  bool found = false;
  while (object.next(key, value)) {
    if (key == "level" || key == "msg") return false;
    if (found || !nested.empty()) continue;
    const auto is_json_record = [](std::string_view text) {
      return text.starts_with('{') && text.find(R"("msg")") != std::string_view::npos;
    };
    if (value.kind == JsonValue::Kind::object && is_json_record(value.text)) nested = value.text;
    if (value.kind != JsonValue::Kind::string) continue;
    spare_.clear();
    if (!append_unescaped(value.text, spare_)) continue;
    found = spare_.starts_with('{') ? is_json_record(spare_) : starts_record(spare_);
  }
  if (object.cut() || object.broken() || (!found && nested.empty())) return false;
  note(collected, Collector::envelope);
  if (!found) {
    collected.record = nested;
    return true;
  }
  std::swap(unescaped_, spare_);
  collected.record = unescaped_;
  while (collected.record.ends_with('\n') || collected.record.ends_with('\r'))
    collected.record.remove_suffix(1);
  return true;
}

}  // namespace wvagate::ingest
