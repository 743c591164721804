#include "harness/synth/log_lines.hpp"

#include <chrono>

#include "analysis/core/format.hpp"

namespace wvagate::synth {
namespace {

using simulation::LogWrapper;

constexpr std::string_view kPod = "workload-variant-autoscaler-controller-manager-5d8f7b9c6-k2x4q";
constexpr std::string_view kContainer = "manager";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// "2026-01-05T09:00:16.275000000Z", as container runtimes stamp. Distinct within a millisecond by `nth`.
std::string runtime_stamp(TimePoint time, std::uint64_t nth) {
  constexpr std::uint64_t kStep_ns = 211;
  std::string stamp = format_time(time);
  std::string fraction = std::to_string(1'000'000 + (nth * kStep_ns) % 1'000'000);
  stamp.replace(stamp.size() - 1, 1, fraction, 1);
  return stamp + "Z";
}

/// The first piece of `record` that fits into a runtime's line, cut between characters.
std::string_view first_piece(std::string_view record) {
  if (record.size() <= kRuntimePieceBytes) return record;
  std::size_t end = kRuntimePieceBytes;
  while (end > 0 && (static_cast<unsigned char>(record[end]) & 0xC0) == 0x80)
    --end;
  return record.substr(0, end);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    out += '\\';
    if (c == '"' || c == '\\') {
      out += c;
    } else if (c == '\n') {
      out += 'n';
    } else if (c == '\t') {
      out += 't';
    } else if (c == '\r') {
      out += 'r';
    } else {
      out += "u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 0xF];
    }
  }
  out.append(text, plain);
}

LogLines::LogLines(const simulation::LogForm& form, std::string& out) : form_(form), out_(out) {
  if (form_.byte_order_mark) out_ += kByteOrderMark;
}

std::uint64_t LogLines::add(std::string_view record, TimePoint time) {
  const std::uint64_t number = count_ + 1;
  switch (form_.wrapper) {
    case LogWrapper::none:
      add_line({}, record);
      break;
    case LogWrapper::timestamp:
      add_line(runtime_stamp(time, number) + " ", record);
      break;
    case LogWrapper::prefix:
      add_line("[pod/" + std::string(kPod) + "/" + std::string(kContainer) + "] ", record);
      break;
    case LogWrapper::stern:
      add_line(std::string(kPod) + " " + std::string(kContainer) + " ", record);
      break;
    case LogWrapper::cri:
      add_cri(record, time);
      break;
    case LogWrapper::docker:
      add_docker(record, time);
      break;
  }
  return number;
}

std::uint64_t LogLines::zap(std::string_view level, TimePoint time, std::string_view message) {
  record_ = R"({"level":")";
  record_ += level;
  record_ += R"(","ts":")";
  record_ += format_time(time);
  record_ += R"(","msg":")";
  append_escaped(record_, message);
  record_ += R"("})";
  return add(record_, time);
}

void LogLines::add_line(std::string_view before, std::string_view text, std::string_view after) {
  out_ += before;
  out_ += text;
  out_ += after;
  out_ += form_.crlf ? "\r\n" : "\n";
  ++count_;
}

void LogLines::add_cri(std::string_view record, TimePoint time) {
  do {
    const std::string_view piece = first_piece(record);
    record.remove_prefix(piece.size());
    add_line(runtime_stamp(time, count_) + (record.empty() ? " stderr F " : " stderr P "), piece);
  } while (!record.empty());
}

void LogLines::add_docker(std::string_view record, TimePoint time) {
  do {
    const std::string_view piece = first_piece(record);
    record.remove_prefix(piece.size());
    std::string escaped;
    append_escaped(escaped, piece);
    if (record.empty()) escaped += "\\n";
    add_line(R"({"log":")", escaped,
             R"(","stream":"stderr","time":")" + runtime_stamp(time, count_) + R"("})");
  } while (!record.empty());
}

}  // namespace wvagate::synth
