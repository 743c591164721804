#include "harness/report/style.hpp"

namespace wvagate::report {
namespace {

std::string wrap(std::string_view code, std::string_view text, Colour colour) {
  if (colour == Colour::off) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace

std::string bold(std::string_view text, Colour colour) {
  return wrap("1", text, colour);
}
std::string faint(std::string_view text, Colour colour) {
  return wrap("2", text, colour);
}
std::string good(std::string_view text, Colour colour) {
  return wrap("32", text, colour);
}
std::string warn(std::string_view text, Colour colour) {
  return wrap("33", text, colour);
}
std::string bad(std::string_view text, Colour colour) {
  return wrap("31", text, colour);
}

}  // namespace wvagate::report
