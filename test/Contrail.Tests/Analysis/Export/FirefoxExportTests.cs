using System.Text.Json;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Firefox;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Profiles of the Firefox Profiler.</summary>
public sealed class FirefoxExportTests
{
    private static readonly DateTime Start = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_thread_has_its_samples_with_stacks_and_weights()
    {
        using ExportRecords records = new(FirefoxExport.Format);
        StackId pay = records.Stack("Shop.Pay", "Shop.Main");
        records.Model.Add(new Sample(SampleKind.Cpu, At(4), 7, pay) { CpuNanoseconds = 5e6 });
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 7, StackId.None) { CpuNanoseconds = 5e6 });
        using JsonDocument profile = JsonDocument.Parse(records.Text());
        JsonElement samples = Threads(profile).Single(thread => thread.GetProperty("tid").GetString() == "7")
            .GetProperty("samples");
        Assert.Equal(("tracing-ms", "[1,3]", "[5,5]", "[5000,5000]"), (
            samples.GetProperty("weightType").GetString(),
            Text(samples, "timeDeltas"),
            Text(samples, "weight"),
            Text(samples, "threadCPUDelta")));
        JsonElement stacks = samples.GetProperty("stack");
        JsonElement shared = profile.RootElement.GetProperty("shared");
        Assert.Equal("[no stack]", Stack(shared, stacks[0].GetInt32()));
        Assert.Equal("Shop.Main>Shop.Pay", Stack(shared, stacks[1].GetInt32()));
    }

    [Theory]
    [InlineData(5e6, 0, "[5,0]")]
    [InlineData(0, 5e6, "[0,5]")]
    public void A_sample_without_a_time_has_no_weight_among_those_that_have_one(
        double first, double second, string weights)
    {
        using ExportRecords records = new(FirefoxExport.Format);
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 7, StackId.None) { CpuNanoseconds = first });
        records.Model.Add(new Sample(SampleKind.Cpu, At(2), 7, StackId.None) { CpuNanoseconds = second });
        using JsonDocument profile = JsonDocument.Parse(records.Text());
        JsonElement samples = Threads(profile).Single(thread => thread.GetProperty("tid").GetString() == "7")
            .GetProperty("samples");
        Assert.Equal(("tracing-ms", weights), (samples.GetProperty("weightType").GetString(), Text(samples, "weight")));
    }

    [Fact]
    public void Columns_of_a_table_have_its_length()
    {
        using ExportRecords records = new(FirefoxExport.Format);
        Fill(records);
        using JsonDocument profile = JsonDocument.Parse(records.Text());
        IEnumerable<JsonElement> tables = profile.RootElement.GetProperty("shared").EnumerateObject()
            .Where(one => one.Value.ValueKind == JsonValueKind.Object).Select(one => one.Value)
            .Concat(Threads(profile).SelectMany(thread =>
                new[] { thread.GetProperty("samples"), thread.GetProperty("markers") }));
        Assert.All(tables, table => Assert.All(
            table.EnumerateObject().Where(column => column.Value.ValueKind == JsonValueKind.Array),
            column => Assert.Equal(table.GetProperty("length").GetInt32(), column.Value.GetArrayLength())));
    }

    [Fact]
    public void Slices_and_moments_are_markers_of_their_thread()
    {
        using ExportRecords records = new(FirefoxExport.Format);
        Fill(records);
        using JsonDocument profile = JsonDocument.Parse(records.Text());
        Assert.Equal(
        [
            "pauses 5+2 all threads stopped for a collection",
            "waiting 1+5 waits for a lock", "exceptions 2 Shop.OutOfStock (message: \"</script>\" \ufffd)",
        ], Threads(profile).SelectMany(thread => Markers(profile, thread)));
    }

    [Fact]
    public void Files_are_placed_by_their_time_of_day()
    {
        using ExportRecords records = new(FirefoxExport.Format);
        records.End();
        foreach (double second in new[] { 0, 1.5 })
        {
            records.Open(new ExportedFile($"{second}") { FileCount = 2, OriginUtc = Start }, TraceContext.Empty with
            {
                Extent = new TraceExtent(At(10_000), Start.AddSeconds(second)),
            });
            records.Model.Add(new OffCpuTime(Range(100, 200), 7, StackId.None));
            if (second == 0)
            {
                records.End();
            }
        }

        using JsonDocument profile = JsonDocument.Parse(records.Text());
        Assert.Equal(
            ["off CPU 100+100 blocked", "off CPU 1600+100 blocked"],
            Threads(profile).SelectMany(thread => Markers(profile, thread)));
        Assert.Equal(
            (Start - DateTime.UnixEpoch).TotalMilliseconds,
            profile.RootElement.GetProperty("meta").GetProperty("startTime").GetDouble());
    }

    [Fact]
    public void Values_that_json_cannot_express_are_left_out()
    {
        using ExportRecords records = new(FirefoxExport.Format);
        foreach (double value in new[] { double.NaN, -1.7e308, 1.7e308, double.PositiveInfinity })
        {
            records.Model.Add(new Counter(At(1), "queue", value) { Provider = "Shop" });
        }

        using JsonDocument profile = JsonDocument.Parse(records.Text());
        Assert.Equal(2, profile.RootElement.GetProperty("counters")[0].GetProperty("samples")
            .GetProperty("length").GetInt32());
    }

    [Fact]
    public void Files_of_one_process_stay_apart()
    {
        using ExportRecords records = new(FirefoxExport.Format);
        records.End();
        TraceContext context = TraceContext.Empty with
        {
            File = FileDescription.Unknown with { Process = ProcessFacts.Unknown with { Id = 42, Name = "Shop" } },
        };
        records.Open(new ExportedFile("a") { FileCount = 2 }, context);
        records.End();
        records.Open(new ExportedFile("b") { FileCount = 2 }, context);
        using JsonDocument profile = JsonDocument.Parse(records.Text());
        Assert.Equal(
            ["unknown 1", "42", "42 (3)"], Threads(profile).Select(thread => thread.GetProperty("pid").GetString()));
    }

    [Fact]
    public void A_chart_has_the_differences_of_its_values()
    {
        using ExportRecords records = new(FirefoxExport.Format);
        records.Model.Add(new Counter(At(1), "queue", 2) { Provider = "Shop" });
        records.Model.Add(new Counter(At(3), "queue", 1.5) { Provider = "Shop" });
        using JsonDocument profile = JsonDocument.Parse(records.Text());
        JsonElement samples = profile.RootElement.GetProperty("counters")[0].GetProperty("samples");
        Assert.Equal(("[2,-0.5]", "[1,2]"), (Text(samples, "count"), Text(samples, "timeDeltas")));
    }

    private static void Fill(ExportRecords records)
    {
        records.Model.Add(new Wait(WaitKind.Lock, 7, Range(1, 6), records.Stack("Shop.Pay")));
        records.Model.Add(new ExceptionRecord(At(2), 7, "Shop.OutOfStock", "\"</script>\" \ud800", StackId.None));
        records.Model.Add(new Pause(PauseCause.Collection, "", Range(5, 7)));
    }

    private static List<JsonElement> Threads(JsonDocument profile) =>
        [.. profile.RootElement.GetProperty("threads").EnumerateArray()];

    private static string Text(JsonElement table, string column) => table.GetProperty(column).GetRawText();

    private static IEnumerable<string> Markers(JsonDocument profile, JsonElement thread)
    {
        JsonElement texts = profile.RootElement.GetProperty("shared").GetProperty("stringArray");
        JsonElement markers = thread.GetProperty("markers");
        return Enumerable.Range(0, markers.GetProperty("length").GetInt32()).Select(index =>
        {
            JsonElement data = markers.GetProperty("data")[index];
            double start = markers.GetProperty("startTime")[index].GetDouble();
            string duration = markers.GetProperty("phase")[index].GetInt32() == 0
                ? ""
                : FormattableString.Invariant($"+{markers.GetProperty("endTime")[index].GetDouble() - start}");
            string details = data.TryGetProperty("details", out JsonElement found)
                ? $" ({texts[found.GetInt32()]})"
                : "";
            return FormattableString.Invariant(
                $"{texts[markers.GetProperty("name")[index].GetInt32()]} {start}{duration} ")
                + $"{texts[data.GetProperty("label").GetInt32()]}{details}";
        });
    }

    private static string Stack(JsonElement shared, int stack)
    {
        JsonElement table = shared.GetProperty("stackTable");
        int frame = table.GetProperty("frame")[stack].GetInt32();
        int function = shared.GetProperty("frameTable").GetProperty("func")[frame].GetInt32();
        int name = shared.GetProperty("funcTable").GetProperty("name")[function].GetInt32();
        string text = shared.GetProperty("stringArray")[name].GetString()!;
        int offset = table.GetProperty("prefixOffset")[stack].GetInt32();
        return offset == 0 ? text : $"{Stack(shared, stack - offset)}>{text}";
    }
}
