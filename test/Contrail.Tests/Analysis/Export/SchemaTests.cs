using System.Text.RegularExpressions;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Otlp;
using Contrail.Analysis.Export.Perfetto;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Messages have the fields of <c>test/schemas</c>, as protoc reads them.</summary>
public sealed partial class SchemaTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public void A_trace_of_perfetto_has_its_fields()
    {
        using ExportRecords records = new(PerfettoExport.Format);
        Draw(records);
        string trace = Protoc.Decode("perfetto.proto", "perfetto.protos.Trace", records.Bytes());
        Assert.Equal(
            ["COUNTER", "INSTANT", "SLICE_BEGIN", "SLICE_END"],
            EventType().Matches(trace).Select(match => match.Groups[1].Value).Distinct().Order());
        Assert.Contains("name: \"waits for a lock\"", trace);
        Assert.NotEmpty(Values(trace, "flow_ids"));
        Assert.Equal(Values(trace, "flow_ids"), Values(trace, "terminating_flow_ids"));
        Assert.Single(Values(trace, "callstack_iid").Distinct());
        Assert.Equal(["\"Shop.Main\"", "\"Shop.Pay\""], Values(trace, "str").Where(IsMethod).Order());
        Assert.Equal(["5000000", "4096"], Values(trace, "primary_weight"));
        Assert.Equal(["UNIT_NANOSECONDS", "UNIT_BYTES"], Values(trace, "unit"));
        Assert.Equal(["2.5"], Values(trace, "double_counter_value"));
        Assert.Equal(["\"items\""], Values(trace, "unit_name"));
    }

    [Fact]
    public void Profiles_of_opentelemetry_have_their_fields()
    {
        using ExportRecords records = new(OtlpExport.Format, new ExportOptions { Of = Enum.GetValues<StackKind>() });
        Draw(records);
        string profiles = Protoc.Decode("otlp-profiles.proto", "opentelemetry.proto.ProfilesData", records.Bytes());
        // A wait for a lock is one of the waits, and contention.
        Assert.Equal(["1", "4096", "5000000", "5000000", "5000000"], Values(profiles, "values").Order());
        Assert.Equal(["\"Shop.Main\"", "\"Shop.Pay\""], Values(profiles, "string_table").Where(IsMethod).Order());
        Assert.Contains("\"thread.id\"", Values(profiles, "string_table"));
        Assert.Contains("\"System.String\"", Values(profiles, "string_value"));
        Assert.Contains("\"contrail.file\"", Values(profiles, "key"));
        Assert.Contains("string_value: \"GET /orders/#\"", profiles);
        Assert.Equal(["1"], Values(profiles, "link_index"));
        Assert.Single(Regex.Matches(profiles, "trace_id: "));
        Assert.Single(Regex.Matches(profiles, "span_id: "));
    }

    [Theory]
    [InlineData(0x7A, "a field 15, of which the schema has none")]
    [InlineData(0x7F, "no field")]
    public void Other_bytes_are_refused(byte tag, string what) => Assert.True(
        Record.Exception(() => Protoc.Decode(
            "otlp-profiles.proto", "opentelemetry.proto.ProfilesData", [tag, 1, 65])) is not null,
        what);

    private static void Draw(ExportRecords records)
    {
        StackId stack = records.Stack("Shop.Pay", "Shop.Main");
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 7, stack) { CpuNanoseconds = 5e6 });
        records.Model.Add(new AllocationSample(At(1), 7, "System.String", 4096, stack));
        records.Model.Add(new Wait(WaitKind.Lock, 7, Range(1, 6), stack) { OwnerId = 8 });
        RequestIdentity request = new("GET", "/orders/7", TraceId, "b7ad6b7169203331");
        records.Model.Add(new ExceptionRecord(At(7), 7, "Shop.OutOfStock", "item 12", stack)
        {
            Request = new RequestReference(request),
        });
        records.Model.Add(new Counter(At(3), "queue", 2.5) { Provider = "Shop", Unit = "items" });
    }

    private static bool IsMethod(string text) => text.StartsWith("\"Shop.", StringComparison.Ordinal)
        && !text.Contains("OutOfStock", StringComparison.Ordinal);

    private static IEnumerable<string> Values(string text, string field) =>
        Regex.Matches(text, $@"^\s*{field}: (\S+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^\s*type: TYPE_(\w+)$", RegexOptions.Multiline)]
    private static partial Regex EventType();
}
