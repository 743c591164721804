#include "harness/ingest/log_reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "harness/ingest/assemble/cycle_assembler.hpp"
#include "harness/ingest/census/build.hpp"
#include "harness/ingest/census/census_taker.hpp"
#include "harness/ingest/census/known_messages.hpp"
#include "harness/ingest/decode/collector.hpp"
#include "harness/ingest/lines/line_search.hpp"
#include "harness/ingest/lines/ordered_lines.hpp"
#include "harness/ingest/records/reading.hpp"

namespace wvagate::ingest {
namespace {

constexpr std::size_t kShortLine = 110;    // shown whole, wherever its fault is
constexpr std::size_t kOffendingKept = 5;  // of each reason
constexpr std::size_t kFirstLines = 5;
constexpr std::size_t kMaxSources = 1024;  // whose lines are assembled apart
constexpr std::size_t kMostEvents = 4096;  // whose memory is kept
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Adds to the count of a name in a map of the facts, which is looked up once: names are of tables that
/// outlive the reading.
class Tally {
 public:
  explicit Tally(std::map<std::string, std::uint64_t>& counts) : counts_(counts) {}

  void add(std::string_view name, std::uint64_t count = 1) {
    const auto known = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.name == name.data(); });
    if (known != entries_.end()) {
      *known->count += count;
    } else {
      entries_.push_back({name.data(), &counts_[std::string(name)]});
      *entries_.back().count += count;
    }
  }

 private:
  struct Entry {
    const char* name;
    std::uint64_t* count;
  };

  std::map<std::string, std::uint64_t>& counts_;
  std::vector<Entry> entries_;
};

/// Reads one log; lives as long as that takes.
class LogReader {
 public:
  LogReader(NamePool& names, LogFacts& facts, const LogSink& sink, bool census, const ReadTables& tables)
      : tables_(tables),
        facts_(facts),
        log_{.names = names, .facts = facts, .sink = sink},
        takes_census_(census),
        stripper_(tables.decoders) {}

  Status run(ByteSource& source, LineLimits limits = {}) {
    limits.first_lines = kFirstLines;
    limits.all = takes_census_ || tables_.are_others();
    const Status status = read_lines(source, limits, [this](const LineBatch& batch) {
      take(batch);
      return !log_.stopped;
    });
    if (!log_.stopped) finish();
    return status;
  }

 private:
  /// Pieces of a record that the container runtime cut, by source.
  struct Pieces {
    std::string text;
    std::string stamp;
    std::uint64_t first_line = 0;
    std::uint64_t count = 0;
    bool too_long = false;
  };

  /// Where a record is in the log.
  struct Place {
    std::uint64_t line = 0;   ///< its first
    std::uint64_t lines = 1;  ///< that it takes
    std::string_view text;    ///< as the collector wrote it
    bool has_phrase = false;
  };

  void take(const LineBatch& batch) {
    facts_.bytes += batch.bytes();
    const std::uint64_t before = facts_.lines.total;
    for (const Line& line : batch.lines()) {
      const std::uint64_t number = before + line.number;
      ignore_up_to(number - 1);
      ++facts_.lines.total;
      take(line, number);
      if (log_.stopped) return;
    }
    ignore_up_to(before + batch.count());
  }

  /// Counts the lines up to `number`, which carry nothing.
  void ignore_up_to(std::uint64_t number) {
    facts_.lines.ignored += number - facts_.lines.total;
    facts_.lines.total = number;
  }

  void take(const Line& line, std::uint64_t number) {
    std::string_view text = line.text;
    if (number == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (facts_.first_lines.size() < kFirstLines) facts_.first_lines.push_back(snippet(text));
    if (line.too_long) return lose(Malformed::too_long, {.line = number, .text = text});

    const bool cut = line.unterminated && !text.empty() && !ends_record(text);
    facts_.truncated = facts_.truncated || cut;
    if (has_runtime_frame(text)) return take_framed(text, number, cut);
    const Place place{.line = number, .text = text, .has_phrase = line.has_phrase};
    if (cut && !line.has_phrase)
      return lose(fault_at(Malformed::cut_line, text, text.substr(text.size())), place);
    const CollectedLine collected = stripper_.strip(text);
    read(collected, collected.record, collected.stamp, place);
  }

  /// False for a last line that begins a record and does not end it.
  bool ends_record(std::string_view text) {
    const std::string_view record = stripper_.strip(text).record;
    const std::size_t end = record.find_last_not_of(" \t") + 1;
    if (is_zap_json(record)) return record.substr(0, end).ends_with('}');
    if (!is_zap_console(record)) return true;
    const std::string_view last = record.substr(record.rfind('\t') + 1);
    // A message may be all: if it is one that is known.
    return last.starts_with('{') ? record.substr(0, end).ends_with('}') : !known_message(last).empty();
  }

  /// A line in a container runtime's frame: alone, or a piece of a longer record.
  void take_framed(std::string_view text, std::uint64_t number, bool cut) {
    // A later piece of a record may look as if it had a prefix itself: whether it is one comes first.
    CollectedLine collected = stripper_.strip(text, pieces_.empty() ? Depth::record : Depth::frame);
    const auto open = pieces_.find(collected.source);
    if (!collected.partial && open == pieces_.end()) {
      if (!pieces_.empty()) collected = stripper_.strip(text);
      const Place place{.line = number, .text = text, .has_phrase = has_phrase(collected.record)};
      if (cut && !place.has_phrase)
        return lose(fault_at(Malformed::cut_line, text, text.substr(text.size())), place);
      return read(collected, collected.record, collected.stamp, place);
    }
    if (open == pieces_.end() && pieces_.size() >= kMaxSources)
      return lose(Malformed::cut_record, {.line = number, .text = text});
    Pieces& pieces = open != pieces_.end() ? open->second : pieces_[std::string(collected.source)];
    if (pieces.count++ == 0) {
      pieces.first_line = number;
      pieces.stamp = collected.stamp;
    }
    if (piece_bytes_ + collected.record.size() <= kMaxLineBytes) {
      pieces.text += collected.record;
      piece_bytes_ += collected.record.size();
    } else {
      pieces.too_long = true;
    }
    if (!collected.partial) close_pieces(collected, pieces);
  }

  void close_pieces(const CollectedLine& last, Pieces& pieces) {
    const Pieces whole = std::move(pieces);
    const std::string source(last.source);
    pieces_.erase(source);
    piece_bytes_ -= whole.text.size();
    const Place place{.line = whole.first_line,
                      .lines = whole.count,
                      .text = whole.text,
                      .has_phrase = has_phrase(whole.text)};
    if (whole.too_long) return lose(Malformed::too_long, place);
    CollectedLine collected = last;
    collected.source = source;
    read(collected, whole.text, whole.stamp, place);
  }

  /// Reads a record, applies its events to its cycle, and counts it.
  void read(const CollectedLine& collected, std::string_view text, std::string_view stamp,
            const Place& place) {
    if (!place.has_phrase && !takes_census_ && !tables_.are_others()) {
      facts_.lines.ignored += place.lines;
      return;
    }
    // A line without the phrase of a kind is looked at for the census alone.
    const auto kinds =
        place.has_phrase || tables_.are_others() ? tables_.kinds : std::span<const RecordKind>();
    read_record(text, stamp, tables_.decoders, kinds, reading_);
    const RecordKind* kind = reading_.kind;
    if (kind == nullptr && reading_.fault && place.has_phrase) return lose(*reading_.fault, place);
    const bool used = kind != nullptr && apply(*kind, collected, place);
    // Prose, a stack trace, another program's line, or a record that carries nothing.
    if (kind == nullptr) facts_.lines.ignored += place.lines;
    if (!takes_census_ || reading_.decoder == nullptr || (kind == nullptr && reading_.fault)) return;
    const LogEntry& entry = reading_.entry;
    census_.add(entry, place.line, kind, used);
    // A source of which no record was read has no segment: a census is to make none.
    const auto cycle = assemblers_.find(collected.source);
    if (!entry.caller.empty() && cycle != assemblers_.end())
      builds_[cycle->second->segment_number()].add(entry.message, entry.caller);
  }

  /// Applies a record of a known kind to its cycle, and counts it. Whether anything was read of it.
  bool apply(const RecordKind& kind, const CollectedLine& collected, const Place& place) {
    records_.add(kind.phrase);
    const bool fits = Timestamp::fits(reading_.timestamp);
    const Stamp logged{.time = reading_.time.value_or(TimePoint()),
                       .timestamp = fits ? reading_.timestamp : std::string_view(),
                       .line = place.line};
    CycleAssembler& cycle = assembler(collected.source);
    for (const Event& event : reading_.events) {
      if (std::holds_alternative<Observed>(event)) observations_.add(kind.name);
      cycle.apply(event, logged);
    }
    for (const UnreadableField& field : reading_.fields.unreadable())
      lose_field(field, place.line);
    const auto& fault = reading_.fault;
    const bool used = !reading_.events.empty() && !fault;
    if (fault) {
      fault->unknown_version ? count_unknown_version(place) : lose(located(*fault), place);
    } else if (used) {
      facts_.lines.used += place.lines;
      collectors_.add(collector_name(collected.outermost), place.lines);
      encodings_.add(reading_.decoder->name, place.lines);
    } else {
      facts_.lines.ignored += place.lines;
    }
    if (reading_.events.capacity() > kMostEvents) reading_.events = {};
    return used;
  }

  /// A fault of the record as a whole, at the first of its fields that cannot be read.
  Fault located(const Fault& fault) const {
    const auto unreadable = reading_.fields.unreadable();
    if (!fault.place.empty() || unreadable.empty()) return fault;
    const std::string_view value = unreadable.front().value;
    Fault found = fault_at(fault.reason, reading_.entry.message, value);
    return found.place.empty() ? fault_at(fault.reason, reading_.entry.object, value) : found;
  }

  CycleAssembler& assembler(std::string_view source) {
    if (assemblers_.size() >= kMaxSources && assemblers_.find(source) == assemblers_.end()) source = {};
    const auto found = assemblers_.find(source);
    if (found != assemblers_.end()) return *found->second;
    return *assemblers_.emplace(std::string(source), std::make_unique<CycleAssembler>(log_)).first->second;
  }

  void lose(const Fault& fault, const Place& place) {
    const Malformed reason = fault.reason;
    facts_.lines.malformed[static_cast<std::size_t>(reason)] += place.lines;
    const auto same = std::count_if(facts_.offending.begin(), facts_.offending.end(),
                                    [&](const OffendingLine& line) { return line.reason == reason; });
    if (static_cast<std::size_t>(same) < kOffendingKept)
      facts_.offending.push_back({place.line, reason, shown(fault, place.text), place.lines});
  }

  void count_unknown_version(const Place& place) {
    facts_.lines.unknown_version += place.lines;
    if (facts_.unknown_versions.size() < kOffendingKept)
      facts_.unknown_versions.push_back({place.line, {}, snippet(place.text), place.lines});
  }

  void lose_field(const UnreadableField& field, std::uint64_t line) {
    ++facts_.lost_fields;
    if (facts_.lost.size() < kOffendingKept)
      facts_.lost.push_back({.line = line, .key = std::string(field.key), .value = snippet(field.value)});
  }

  /// What to show of a line: all of a short one, else the place of its fault.
  static std::string shown(const Fault& fault, std::string_view text) {
    if (text.size() <= kShortLine || fault.place.empty()) return snippet(text);
    const bool marked = fault.place.starts_with("…") || text.starts_with(fault.place);
    return (marked ? "" : "…") + fault.place;
  }

  void finish() {
    for (const auto& [source, pieces] : pieces_) {
      lose(Malformed::cut_record, {.line = pieces.first_line, .lines = pieces.count, .text = pieces.text});
      facts_.truncated = true;
    }
    for (const auto& [source, cycle] : assemblers_)
      cycle->finish();
    for (const auto& [segment, build] : builds_)
      facts_.segments[segment].build = build.text();
  }

  ReadTables tables_;
  LogFacts& facts_;
  LogState log_;
  bool takes_census_;
  Tally records_{facts_.records};
  Tally observations_{facts_.observations};
  Tally collectors_{facts_.collectors};
  Tally encodings_{facts_.encodings};
  CensusTaker census_{facts_.census};
  std::map<std::uint32_t, BuildFinder> builds_;  // by segment
  CollectorStripper stripper_;
  std::map<std::string, Pieces, std::less<>> pieces_;
  std::size_t piece_bytes_ = 0;  // in all of them
  std::map<std::string, std::unique_ptr<CycleAssembler>, std::less<>> assemblers_;
  Reading reading_;  // used again from line to line
};

}  // namespace

bool ReadTables::are_others() const {
  return decoders.data() != std::data(kDecoders) || kinds.data() != std::data(kRecordKinds);
}

std::string log_name(const std::string& path) {
  return path == "-" ? "stdin" : path.substr(path.rfind('/') + 1);
}

Result<LogFacts> read_log(const std::string& path, NamePool& names, const LogSink& sink,
                          const ReadOptions& options) {
  LogFacts facts;
  if (auto status = read_log(path, names, facts, sink, options); !status) return status.error();
  return facts;
}

Status read_log(const std::string& path, NamePool& names, LogFacts& facts, const LogSink& sink,
                const ReadOptions& options) {
  facts.name = log_name(path);
  const auto source = open_log(path, options);
  if (!source) return source.error();
  return LogReader(names, facts, sink, options.census, {}).run(*source.value());
}

Result<LogFacts> read_log(ByteSource& source, std::string name, NamePool& names, const LogSink& sink,
                          const ReadSettings& settings) {
  LogFacts facts;
  facts.name = std::move(name);
  LogReader reader(names, facts, sink, settings.census, settings.tables);
  if (auto status = reader.run(source, settings.limits); !status) return status.error();
  return facts;
}

}  // namespace wvagate::ingest
