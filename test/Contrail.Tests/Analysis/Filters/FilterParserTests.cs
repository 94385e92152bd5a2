using Contrail.Analysis.Filters;
using Contrail.Analysis.Model;
using Xunit;

namespace Contrail.Tests.Analysis.Filters;

/// <summary>The language of filters: what is valid, and where an error is.</summary>
public sealed class FilterParserTests
{
    private static readonly FilterFields Fields = FilterFields.Of(
        ModelNeeds.Exceptions | ModelNeeds.Allocations | ModelNeeds.Spans | ModelNeeds.Logs | ModelNeeds.Events);

    [Theory]
    [InlineData("thread = 12", "thread Equal 12")]
    [InlineData("type~\"System.List<int>\"", "type Contains System.List<int>")]
    [InlineData("type != 'a \"b\" ''c'''", "type NotEqual a \"b\" 'c'")]
    [InlineData("message ~ don't", "message Contains don't")]
    [InlineData("bytes >= 64KiB", "bytes GreaterOrEqual 64KiB")]
    [InlineData("route = /orders/{id}", "target Equal /orders/{id}")]
    [InlineData("PAYLOAD.Arguments.path ~ x", "Arguments.path Contains x")]
    [InlineData("time in -5s..-2s", "time In -5s..-2s")]
    [InlineData("a", null)]
    [InlineData("type = a or type = b and thread = 1", "(type Equal a Or (type Equal b And thread Equal 1))")]
    [InlineData("(type = a or type = b) AND NOT thread = 1", "((type Equal a Or type Equal b) And Not thread Equal 1)")]
    [InlineData("not not (type = \"and\")", "Not Not type Equal and")]
    public void An_expression_has_its_parts(string expression, string? expected) => Assert.Equal(
        expected,
        FilterParser.Parse(expression, Fields, out _) is { } node ? Text(node) : null);

    [Theory]
    [InlineData("", 0, "expected a field: bytes, ")]
    [InlineData("thread", 6, "expected = or != after 'thread'")]
    [InlineData("thread < 1", 7, "expected = or != after 'thread'")]
    [InlineData("thread = ", 9, "expected a number")]
    [InlineData("thread = x", 9, "expected a number")]
    [InlineData("thread = 1 2", 11, "expected 'and', 'or' or the end")]
    [InlineData("thread = 1 and", 14, "expected a field")]
    [InlineData("thread = 1 and or", 15, "expected a field")]
    [InlineData("type = and", 7, "expected a value")]
    [InlineData("(thread = 1", 11, "expected ')'")]
    [InlineData("thread = 1)", 10, "expected 'and', 'or' or the end")]
    [InlineData("type = 'a", 7, "the quote has no end")]
    [InlineData("type in a", 5, "expected =, != or ~ after 'type'")]
    [InlineData("  tipe = a", 2, "unknown field 'tipe'; this view has: bytes, category, duration")]
    [InlineData("duration > 50", 11, "expected a duration with a unit")]
    [InlineData("duration > 5x", 11, "expected a duration with a unit")]
    [InlineData("bytes > 5 parsecs", 10, "expected 'and', 'or' or the end")]
    [InlineData("severity >= bad", 12, "expected trace, debug, information, warning, error or critical")]
    [InlineData("time = +3s", 5, "expected in, <, <=, > or >= after 'time'")]
    [InlineData("time in 5", 8, "expected a range, such as -5s..-2s")]
    [InlineData("time in ..", 8, "expected a range")]
    [InlineData("time in +1s..x", 8, "expected a range")]
    [InlineData("time > noon", 7, "expected a time")]
    [InlineData("stack != a", 6, "expected ~ or = after 'stack'")]
    [InlineData("payload. = a", 0, "unknown field 'payload.'")]
    [InlineData("'type' = a", 0, "expected a field")]
    [InlineData("type == a", 6, "expected a value")]
    public void An_error_is_at_its_character(string expression, int position, string message)
    {
        Assert.Null(FilterParser.Parse(expression, Fields, out FilterError? error));
        Assert.StartsWith(message, error!.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void The_fields_are_those_of_the_records_that_a_view_requires()
    {
        Assert.Equal("message, stack, thread, time, type", FilterFields.Of(ModelNeeds.Exceptions).List);
        Assert.Equal("event, payload.NAME, provider, stack, thread, time", FilterFields.Of(ModelNeeds.Events).List);
        Assert.Null(FilterParser.Parse("payload.A = 1", FilterFields.Of(ModelNeeds.Exceptions), out _));
        Assert.Null(FilterParser.Parse("a = 1", FilterFields.Of(ModelNeeds.None), out FilterError? error));
        Assert.Equal("this view has no records that a filter can select", error!.Message);
    }

    [Fact]
    public void Equal_names_of_different_records_have_equal_types() => Assert.All(
        RecordTables.All.SelectMany(table => table.Fields).GroupBy(field => field.Name),
        group => Assert.Single(group.Distinct()));

    [Fact]
    public void Deep_nesting_is_an_error_and_long_chains_are_not()
    {
        string deep = new string('(', 50_000) + "thread = 1" + new string(')', 50_000);
        Assert.Null(FilterParser.Parse(deep, Fields, out FilterError? error));
        Assert.Equal(100, error!.Position);
        string chain = string.Join(" or ", Enumerable.Repeat("thread = 1", 5_000));
        Assert.Equal(5_000, FilterParser.Parse(chain, Fields, out _)!.Comparisons.Count());
    }

    [Fact]
    public void Any_text_is_parsed_or_has_an_error_inside_it()
    {
        string[] parts =
        [
            "type", "thread", "time", "duration", "payload.", "payload.A", "stack", "(", ")", "and", "or", "not", "in",
            "=", "!=", "<", ">", "~", "!", "'", "\"", "..", "-5s..", "+1e400s", "-", "+", "0x", "0xg", "\0", "\uD800",
            "é", "12", "99999999999999999999999", "5ms", "2026-01-02T12:00:00Z", "21:04", " ", "\n", "NaN", "1e999",
        ];
        Random random = new(4711);
        int validCount = 0;
        for (int round = 0; round < 50_000; round++)
        {
            string text = string.Join(
                random.Next(2) == 0 ? " " : "",
                Enumerable.Range(0, random.Next(12)).Select(_ => parts[random.Next(parts.Length)]));
            FilterNode? node = FilterParser.Parse(text, Fields, out FilterError? error);
            Assert.Equal(node is null, error is not null);
            Assert.InRange(error?.Position ?? 0, 0, text.Length);
            validCount += node is null ? 0 : 1;
        }

        Assert.InRange(validCount, 1, 50_000);
    }

    private static string Text(FilterNode node) => node.Kind switch
    {
        FilterNodeKind.Comparison =>
            $"{node.Comparison!.Field.Name} {node.Comparison.Operator} {node.Comparison.Literal.Text}",
        FilterNodeKind.Not => $"Not {Text(node.Parts[0])}",
        _ => $"({string.Join($" {node.Kind} ", node.Parts.Select(Text))})",
    };
}
