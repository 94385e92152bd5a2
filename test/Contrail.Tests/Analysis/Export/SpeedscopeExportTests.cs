using System.Text.Json;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Profiles of speedscope.</summary>
public sealed class SpeedscopeExportTests
{
    [Fact]
    public void Each_kind_has_a_profile_of_all_threads_and_one_of_each_in_the_order_of_time()
    {
        using ExportRecords records = new(SpeedscopeExport.Format, new ExportOptions { Of = StackKinds.All });
        (StackId pay, StackId ship) = (records.Stack("Shop.Pay", "Shop.Main"), records.Stack("Shop.Ship"));
        records.Model.Add(Cpu(1, 7, ship));
        records.Model.Add(Cpu(2, 7, pay));
        records.Model.Add(Cpu(3, 7, pay));
        records.Model.Add(Cpu(4, 8, pay));
        records.Model.Add(new ExceptionRecord(At(1), 8, "Shop.OutOfStock", "", ship));
        using JsonDocument document = JsonDocument.Parse(records.Text());
        string[] profiles = [.. document.RootElement.GetProperty("profiles").EnumerateArray().Select(
            profile => $"{profile.GetProperty("name")} {profile.GetProperty("unit")}: {Stacks(document, profile)}")];
        Assert.Equal(
        [
            "CPU, all threads nanoseconds: Shop.Main>Shop.Pay 15000000; Shop.Ship 5000000",
            "CPU, thread 7 nanoseconds: Shop.Ship 5000000; Shop.Main>Shop.Pay 10000000",
            "CPU, thread 8 nanoseconds: Shop.Main>Shop.Pay 5000000",
            "exceptions, all threads none: Shop.Ship 1",
            "exceptions, thread 8 none: Shop.Ship 1",
        ], profiles);
    }

    [Fact]
    public void The_axis_has_the_length_of_all_weights()
    {
        using ExportRecords records = new(SpeedscopeExport.Format);
        records.Model.Add(Cpu(1, 7, records.Stack("Shop.Pay")));
        records.Model.Add(Cpu(2, 7, StackId.None));
        using JsonDocument document = JsonDocument.Parse(records.Text());
        JsonElement profile = document.RootElement.GetProperty("profiles")[0];
        Assert.Equal((0, 10_000_000), (
            profile.GetProperty("startValue").GetDouble(), profile.GetProperty("endValue").GetDouble()));
    }

    [Fact]
    public void Names_of_any_characters_pass()
    {
        const string Hostile = "\"</script>\u0000\u2028\U0001F680\\;";
        using ExportRecords records = new(SpeedscopeExport.Format);
        records.Model.Add(Cpu(1, 7, records.Stack(Hostile, "\ud800")));
        using JsonDocument document = JsonDocument.Parse(records.Text());
        string?[] names = [.. document.RootElement.GetProperty("shared").GetProperty("frames").EnumerateArray()
            .Select(frame => frame.GetProperty("name").GetString())];
        Assert.Equal([Hostile, "\ufffd"], names);
    }

    private static string Stacks(JsonDocument document, JsonElement profile)
    {
        JsonElement frames = document.RootElement.GetProperty("shared").GetProperty("frames");
        return string.Join("; ", profile.GetProperty("samples").EnumerateArray().Zip(
            profile.GetProperty("weights").EnumerateArray(),
            (sample, weight) => string.Join('>', sample.EnumerateArray().Select(
                frame => frames[frame.GetInt32()].GetProperty("name").GetString())) + $" {weight}"));
    }

    private static Sample Cpu(long ms, long thread, StackId stack) =>
        new(SampleKind.Cpu, At(ms), thread, stack) { CpuNanoseconds = 5_000_000 };
}
