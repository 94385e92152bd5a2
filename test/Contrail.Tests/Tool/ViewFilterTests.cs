using System.CommandLine;
using System.Text.Json;
using Contrail.Tests.Support;
using Contrail.Tool.Commands;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Filters at the command line, of view and of cut.</summary>
public sealed class ViewFilterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("contrail-filter-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_error_of_a_filter_is_shown_at_its_character_before_the_file_is_read() => Assert.Equal(
        (2, "", """
            Invalid filter: unknown field 'typ'; this view has: message, stack, thread, time, type.
              thread = 1 and typ = a
                             ^

            """),
        Run(ViewCommand.Create(), "exceptions", "missing.nettrace", "--filter", "thread = 1 and typ = a"));

    [Fact]
    public void A_long_filter_with_control_characters_is_shown_around_its_error()
    {
        string expression = string.Concat(Enumerable.Repeat("thread = 1\n or ", 100)) + "\u001b[2J = 1 or thread = 1";
        (int exit, _, string error) = Run(
            ViewCommand.Create(), "exceptions", "missing.nettrace", "--filter", expression);
        string[] lines = error.Split('\n');
        Assert.Equal(2, exit);
        Assert.DoesNotContain('\u001b', error);
        Assert.StartsWith("  …", lines[1], StringComparison.Ordinal);
        Assert.Equal('·', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Events_have_their_fields_as_an_object()
    {
        string file = Save(new NetTraceFile()
            .Add(DescribedEvents.Event("Shop", "Order", ("id", 7L), ("name", "Ink"), ("name", "x\uD800")), at: 1)
            .Add(DescribedEvents.Event("Shop", "Order", ("id", 8L), ("name", "Pen"), ("name", "")), at: 2));
        (int exit, string text, _) = Run(
            ViewCommand.Create(), "events", file, "--json", "--filter", "payload.id < 8");
        JsonElement json = JsonDocument.Parse(text).RootElement;
        Assert.Equal((0, "payload.id < 8"), (exit, json.GetProperty("filter").GetString()));
        JsonElement row = Assert.Single(json.GetProperty("tables")[0].GetProperty("rows").EnumerateArray());
        JsonElement fields = row.GetProperty("fields");
        Assert.Equal(["id", "name", "name (2)"], fields.EnumerateObject().Select(field => field.Name));
        Assert.Equal((7, "Ink"), (fields.GetProperty("id").GetInt32(), fields.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_page_and_a_csv_state_how_many_rows_they_leave_out()
    {
        NetTraceFile drawn = new();
        for (int index = 0; index < 30; index++)
        {
            drawn.Add(DescribedEvents.Event("Shop", "Order", ("id", (long)index), ("name", "=1+1")), at: index);
        }

        string file = Save(drawn);
        (_, string page, _) = Run(ViewCommand.Create(), "events", file, "--skip", "5", "--top", "2");
        Assert.Contains("Events in the file: 30; shown: 6 to 7.", page, StringComparison.Ordinal);
        Assert.Contains("id=5 name==1+1", page, StringComparison.Ordinal);
        Assert.Contains("… 23 more rows", page, StringComparison.Ordinal);
        (_, string csv, string error) = Run(ViewCommand.Create(), "events", file, "--csv", "--top", "2");
        Assert.Equal((3, "28 more rows not written.\n"), (csv.Count(letter => letter == '\n'), error));
        (int exit, _, error) = Run(ViewCommand.Create(), "exceptions", file, "--skip", "5");
        Assert.Equal(2, exit);
        Assert.StartsWith("--skip is only for views of single records", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("payload.idd = 7", "'payload.idd'. Did you mean 'payload.id', a field of Shop/Order, Shop/Ship?")]
    [InlineData("event = Order and payload.idd = 7", "Did you mean 'payload.id', a field of Shop/Order, Shop/Ship?")]
    [InlineData("payload.zzzzz = 7", "has the field 'payload.zzzzz'. Fields: Shop/Order: id, name; Shop/Ship: id")]
    [InlineData("payload.id = 9", null)]
    [InlineData("event = none and payload.name = Ink", null)]
    public void A_payload_field_that_no_event_has_is_named_with_the_nearest_one(string filter, string? expected)
    {
        string file = Save(new NetTraceFile()
            .Add(DescribedEvents.Event("Shop", "Order", ("id", 7L), ("name", "Ink")), at: 1)
            .Add(DescribedEvents.Event("Shop", "Ship", ("id", 8L)), at: 2));
        (int exit, string page, _) = Run(ViewCommand.Create(), "events", file, "--filter", filter);
        Assert.Equal((0, expected is not null), (exit, page.Contains("No event has", StringComparison.Ordinal)));
        Assert.Contains(expected ?? "Filter: ", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_without_a_match_is_not_an_empty_recording()
    {
        string file = Save(new NetTraceFile().Add(DescribedEvents.Event("Shop", "Order"), at: 1));
        (_, string page, _) = Run(ViewCommand.Create(), "events", file, "--filter", "event = none");
        Assert.Contains(
            "Filter: event = none\nHeadlines and tables contain the matching records only.\nNo record matches",
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_takes_a_time_range_as_a_filter()
    {
        string file = Save(Captures.Drawn());
        string target = Path.Combine(_directory, "cut.nettrace");
        (int exit, string text, string error) = Run(
            CutCommand.Create(), file, "-o", target, "--filter", "time >= -3s and time in ..-1s");
        Assert.Equal((0, ""), (exit, error));
        (_, string same, _) = Run(
            CutCommand.Create(), file, "-o", target, "--force", "--filter", "time in -3s..-1s");
        Assert.Equal(same, text);
    }

    [Theory]
    [InlineData("thread = 1", 0, "'thread' cannot be used here: cut copies whole blocks of events")]
    [InlineData("time > +1s or time < +2s", 11, "cut copies whole blocks of events and can select only by time: one")]
    [InlineData("time > +1s and not time < +2s", 15, "cut copies whole blocks of events and can select only by time")]
    [InlineData("time > +1s and time in +2s..", 15, "the range has this bound already")]
    public void Cut_refuses_what_it_cannot_select(string expression, int position, string message)
    {
        (int exit, _, string error) = Run(
            CutCommand.Create(), "missing.nettrace", "-o", "new.nettrace", "--filter", expression);
        string[] lines = error.Split('\n');
        Assert.Equal((2, position + 2), (exit, lines[2].IndexOf('^', StringComparison.Ordinal)));
        Assert.StartsWith("Invalid filter: " + message, lines[0], StringComparison.Ordinal);
    }

    private static (int Exit, string Output, string Error) Run(Command command, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        ParseResult parsed = command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        int exit = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exit, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    private string Save(NetTraceFile file)
    {
        string path = Path.Combine(_directory, "saved.nettrace");
        File.WriteAllBytes(path, file.Whole());
        return path;
    }
}
