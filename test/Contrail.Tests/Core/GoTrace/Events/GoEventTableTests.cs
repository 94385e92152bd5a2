using Contrail.Core.GoTrace.Events;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Events;

/// <summary>The table of events, against the numbers and limits of the format.</summary>
public sealed class GoEventTableTests
{
    [Fact]
    public void Each_event_is_found_by_its_number_and_by_its_name() =>
        Assert.All(GoEventTable.All, row =>
        {
            Assert.Same(row, GoEventTable.Find((byte)row.Id));
            Assert.Same(row, GoEventTable.Find(row.Name));
        });

    [Fact]
    public void Numbers_are_those_of_the_format_and_of_one_experiment() =>
        Assert.Equal(
            [.. Enumerable.Range(1, 52), .. Enumerable.Range(128, 9)],
            GoEventTable.All.Select(row => (int)row.Id).Order());

    [Fact]
    public void No_timed_event_has_more_numbers_than_fit() =>
        Assert.All(GoEventTable.All.Where(row => row.IsTimed), row =>
            Assert.InRange(row.UntimedCount, 0, GoArguments.Count));

    [Theory]
    [InlineData("GoCreate", 2, 1, "")]
    [InlineData("UserLog", 3, -1, "1 2")]
    [InlineData("GoBlock", 1, -1, "0")]
    [InlineData("GoStart", -1, -1, "")]
    public void Ids_of_stacks_and_strings_are_recognized_by_the_arguments_names(
        string name, int stack, int newStack, string texts)
    {
        GoEventRow row = GoEventTable.Find(name)!;
        Assert.Equal(
            (stack, newStack, texts), (row.StackIndex, row.NewStackIndex, string.Join(' ', row.TextIndexes)));
    }

    [Theory]
    [InlineData("UserLog", 22)]
    [InlineData("GoSwitch", 23)]
    [InlineData("ClockSnapshot", 25)]
    [InlineData("EndOfGeneration", 26)]
    public void Each_version_has_its_events(string name, int since) =>
        Assert.Equal(since, GoEventTable.Find(name)!.Since);
}
