using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Tidy;
using Xunit;

namespace Contrail.Tests.Core.Ring.Lanes;

/// <summary>The table of figures is consistent with itself and with what its readers rely on.</summary>
public sealed class FigureTableTests
{
    public static TheoryData<int> EventIds => [.. FigureTable.Events.Select(one => one.Id)];

    [Theory]
    [MemberData(nameof(EventIds))]
    public void The_number_of_an_event_is_its_position(int id)
    {
        FigureEvent? found = FigureTable.Find((uint)id);
        Assert.Same(FigureTable.Events[id - 1], found);
        Assert.Equal(id, found!.Id);
    }

    [Theory]
    [MemberData(nameof(EventIds))]
    public void Columns_have_names_of_their_own_and_fit_into_a_record(int id)
    {
        FigureEvent described = FigureTable.Events[id - 1];
        Assert.InRange(described.Columns.Count, 1, FigureRecord.MaxColumns);
        string[] names = [.. described.Columns.Select(column => column.Name).Append(described.TextName ?? "")];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(7u)]
    [InlineData(uint.MaxValue)]
    public void No_other_number_is_an_event(uint id) => Assert.Null(FigureTable.Find(id));

    [Fact]
    public void The_documentation_has_the_same_table()
    {
        string[] expected = [.. FigureTable.Events.SelectMany(described => described.Columns.Select(column =>
            $"| {described.Name} | {column.Name} | {Lower(column.Unit)} | {Lower(column.Course)} "
                + $"| {string.Join(", ", column.Fields.Select(TextOf))} |"))];
        string[] lines = File.ReadAllLines(Path.Combine(Tree.Root, "docs/formats/nettrace.md"));
        int startIndex = Array.IndexOf(lines, expected[0]);
        Assert.InRange(startIndex, 0, lines.Length);
        Assert.Equal(expected, lines.Skip(startIndex).TakeWhile(line => line.StartsWith('|')));
    }

    private static string Lower(Enum value) => value.ToString().ToLowerInvariant();

    private static string TextOf(FigureField field) => $"`{field.File.Path}` {field.Name}".TrimEnd();
}
