using System.Text.Json.Nodes;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Page;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>What the page of a trace contains.</summary>
public sealed class PageExportTests
{
    public static TheoryData<string> HostileNames { get; } =
    [
        "</script><script>alert(1)</script>", "<!--<script>", "--><img src=x onerror=alert(1)>", "a\"b'c\\d`&amp;",
        "line\u2028and\u2029paragraph", "\u202Eright to left", "\0\u0001\u001F\u007F", "𝕌nicode \U0010FFFD",
        "@CONTRAIL-CONTENT@", "]]>",
    ];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Names_of_any_text_do_not_break_out_of_the_content(string name)
    {
        using PageRecords records = new();
        records.Context.Threads.AddName(7, name);
        StackId stack = records.Stack(name, "Shop.Main");
        records.Model.Add(new Wait(WaitKind.Lock, 7, Range(1, 2), stack));
        records.Model.Add(new ExceptionRecord(At(1), 7, name, name, stack));
        records.Model.Add(new Span(SpanKind.Request, name, 7, Range(1, 2)) { Target = name });
        records.Model.Add(new Counter(At(1), name, 1) { Provider = name, Unit = name, Tags = name });
        JsonNode content = records.Content();
        Assert.DoesNotMatch("[<>&\u2028\u2029\0]", records.Written);
        Assert.Contains(name, content["names"]!.AsArray().Select(text => (string)text!));
        Assert.Contains($"{name}: {name}", content["timeline"]!["texts"]!.AsArray().Select(text => (string)text!));
        Assert.Contains(name, content["timeline"]!["tracks"]!.AsArray().Select(track => (string)track!["name"]!));
        Assert.Equal(name, (string)content["counters"]![0]!["name"]!);
    }

    [Fact]
    public void Half_of_a_pair_of_surrogates_is_replaced()
    {
        using PageRecords records = new();
        records.Model.Add(new ExceptionRecord(At(1), 7, "A\uD800B", "", StackId.None));
        string[] texts = [.. records.Content()["timeline"]!["texts"]!.AsArray().Select(text => (string)text!)];
        Assert.Contains("A\uFFFDB", texts);
    }

    [Fact]
    public void A_wait_is_a_slice_of_its_thread_with_its_stack_and_its_owner()
    {
        using PageRecords records = new();
        StackId stack = records.Stack("Shop.Pay", "Shop.Main");
        records.Model.Add(new Wait(WaitKind.Lock, 7, Range(5, 8), StackId.None));
        records.Model.Add(new Wait(WaitKind.Lock, 7, Range(1, 3, openAtEnd: true), stack) { OwnerId = 9 });
        JsonNode slices = records.Slices("threads", "7", "lockWait");
        Assert.Equal("[1000000,4000000]", slices["starts"]!.ToJsonString());
        Assert.Equal("[2000000,3000000]", slices["durations"]!.ToJsonString());
        Assert.Equal("[2,0]", slices["flags"]!.ToJsonString());
        Assert.Equal("[1,0]", slices["stacks"]!.ToJsonString());
        JsonNode content = records.Content();
        Assert.Equal("held by thread 9", (string)content["timeline"]!["texts"]![(int)slices["texts"]![0]!]!);
        Assert.Equal(
            ["Shop.Pay", "Shop.Main"],
            content["stacks"]![0]!.AsArray().Select(frame =>
                (string)content["names"]![(int)content["frames"]!["names"]![(int)frame!]!]!));
    }

    [Fact]
    public void Weights_of_a_flame_graph_add_up_to_the_answer_of_the_view()
    {
        using PageRecords records = new();
        ViewRecords view = new(StacksView.Description, new ViewOptions { Of = "waits" });
        foreach (long index in Enumerable.Range(0, 500))
        {
            string[] methods = [$"Shop.Wait{index % 7}", $"Shop.Caller{index % 3}", "Shop.Main"];
            WaitKind kind = index % 5 == 0 ? WaitKind.RuntimeLock : index % 2 == 0 ? WaitKind.Lock : WaitKind.Handle;
            records.Model.Add(new Wait(kind, index % 4, Range(index, 2 * index), records.Stack(methods)));
            view.Model.Add(new Wait(kind, index % 4, Range(index, 2 * index), view.Stack(methods)));
        }

        ViewTable expected = view.Conclude().Tables[0];
        JsonNode flame = records.Flame("waits");
        double total = expected.Rows.Sum(row => row[0].AsNumber);
        Assert.Equal(total, (double)flame["total"]!);
        Assert.Equal(total, PageRecords.Sum(flame["weights"]));
        Assert.Equal(["0", "1", "2", "3"], flame["threads"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public void Many_short_slices_are_joined_and_none_is_lost()
    {
        const int Count = 300_000;
        using PageRecords records = new();
        for (int index = 0; index < Count; index++)
        {
            TraceTime start = new(index * 30_000L);
            TimeRange range = new(start, new TraceTime(start.Nanoseconds + 10_000), false, false);
            records.Model.Add(new Wait(WaitKind.Lock, index % 16, range, StackId.None));
        }

        records.Model.Add(new Wait(WaitKind.Lock, 3, Range(1_000, 3_000), records.Stack("Shop.Slow")));
        JsonNode[] all =
            [.. Enumerable.Range(0, 16).Select(id => records.Slices("threads", $"{id}", "lockWait"))];
        Assert.InRange(all.Sum(slices => slices["starts"]!.AsArray().Count), 1_000, TrackSet.MaxSlices);
        Assert.Equal(Count + 1, all.Sum(slices => PageRecords.Sum(slices["counts"])));
        Assert.Equal((Count * 10_000.0) + 2e9, all.Sum(slices => PageRecords.Sum(slices["sums"])));
        Assert.Contains(2_000_000_000, all[3]["durations"]!.AsArray().Select(duration => (long)duration!));
        Assert.InRange((long)records.Content()["timeline"]!["resolution"]!, 10_001, 10_000_000);
        Assert.InRange(records.Text.Length, 1, 10 << 20);
    }

    [Fact]
    public void A_flame_graph_of_many_different_stacks_is_limited_and_keeps_its_weight()
    {
        const int Count = 30_000;
        using PageRecords records = new();
        for (int index = 0; index < Count; index++)
        {
            StackId stack = records.Stack($"Shop.Throw{index}", $"Shop.Caller{index}", $"Shop.Main{index % 10}");
            records.Model.Add(new ExceptionRecord(At(index % 10_000), 1, "Shop.Failure", "", stack));
        }

        JsonNode flame = records.Flame("exceptions");
        Assert.Equal(FlameTree.MaxNodes, flame["frames"]!.AsArray().Count);
        Assert.Equal((2 * Count) + 10 - FlameTree.MaxNodes, (int)flame["omittedNodes"]!);
        Assert.InRange(flame["weights"]!.AsArray().Count, 1, FlameStacks.MaxKeys);
        Assert.Equal(Count, PageRecords.Sum(flame["weights"]));
        Assert.InRange(records.Text.Length, 1, 10 << 20);
    }

    [Fact]
    public void Threads_with_the_least_to_see_are_counted()
    {
        using PageRecords records = new();
        for (int id = 1; id <= 3_000; id++)
        {
            records.Model.Add(new Wait(WaitKind.Lock, id, Range(0, id), StackId.None));
        }

        JsonNode timeline = records.Content()["timeline"]!;
        string[] kept =
        [
            .. timeline["tracks"]!.AsArray().Where(track => (string)track!["group"]! == "threads")
                .Select(track => (string)track!["id"]!),
        ];
        Assert.Equal(TrackSet.MaxTracks, kept.Length);
        Assert.Equal("3000", kept[0]);
        Assert.Equal(3_000 - TrackSet.MaxTracks, (long)timeline["droppedTracks"]!);
    }

    [Fact]
    public void Losses_and_triggers_are_at_their_times()
    {
        DateTime start = new(2026, 11, 30, 1, 0, 0, DateTimeKind.Utc);
        TraceContext context = TraceContext.Empty with
        {
            File = FileDescription.Unknown with
            {
                Losses = [new ManifestLoss(start.AddSeconds(1), start.AddSeconds(3), LossReason.Evicted, 5)],
                Triggers = [new ManifestTrigger("slow", "gc-pause>1s", "gc-pause") { AtUtc = start.AddSeconds(4) }],
            },
        };
        using PageRecords records = new(context);
        records.Content(startUtc: start);
        Assert.Equal("[1000000000]", records.Slices("process", "0", "loss")["starts"]!.ToJsonString());
        Assert.Equal("[2000000000]", records.Slices("process", "0", "loss")["durations"]!.ToJsonString());
        Assert.Equal("[4000000000]", records.Slices("process", "0", "trigger")["starts"]!.ToJsonString());
    }

    [Fact]
    public void A_second_file_is_not_on_the_page_and_is_noted()
    {
        using MemoryStream output = new();
        using PageExport export = new(output, new ExportOptions());
        export.Open(new ExportedFile("a.nettrace")).OnEnd(default);
        Assert.Equal(ModelNeeds.None, export.Open(new ExportedFile("b.nettrace")).Needs);
        export.Complete();
        Assert.Contains("b.nettrace", Assert.Single(export.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_a_page_ends_as_browsers_expect() => Assert.Equal(".html", PageExport.Format.Extension);

    [Fact]
    public void A_filter_is_stated_because_the_findings_are_about_what_it_selects()
    {
        using PageRecords records = new(options: new ExportOptions { Filter = "thread = 7" });
        Assert.Equal("thread = 7", (string)records.Content()["file"]!["filter"]!);
    }

    [Fact]
    public void An_empty_trace_is_a_page_without_anything()
    {
        using PageRecords records = new();
        JsonNode content = records.Content(endMs: 0);
        Assert.Empty(content["flames"]!.AsArray());
        Assert.Equal(2, content["timeline"]!["tracks"]!.AsArray().Count);
        Assert.Equal("unknown", (string)content["file"]!["format"]!);
    }
}
