using System.Diagnostics;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;
using Contrail.Machine;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>Samples and the events of a runtime are on one clock, and in the ids of one namespace.</summary>
[Collection(Alone.Name)]
public sealed class SampleClockTests
{
    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public async Task Samples_are_on_the_clock_of_the_runtimes_events(string framework)
    {
        SamplingRights.RequireSystem();
        await using TargetProcess target = await TargetProcess.StartAsync(
            framework, "heartbeat+burn --rate 100 --threads 1");
        using OwnRecording recording = new(target.Id, new EventPipeOptions());
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        long begin = Stopwatch.GetTimestamp();
        recording.Start();
        using SampledTarget added = sampler.Add(target.Id, 199, collector);
        collector.WaitForSamples(200);
        SavedSnapshot saved = await recording.SnapshotAsync();
        collector.WaitForSamples(collector.Samples.Count + 1);
        IReadOnlyList<(CpuSample Sample, ulong[] Frames)> samples = collector.Samples;
        long end = Stopwatch.GetTimestamp();

        EventTimes times = new();
        Read(await File.ReadAllBytesAsync(saved.Location), times);
        Assert.Equal((1_000_000_000, 1_000_000_000), (Stopwatch.Frequency, times.TicksPerSecond));
        Assert.All(samples, one => Assert.InRange(one.Sample.TimeNs, begin, end));
        Assert.InRange(times.First, begin, end);
        Assert.InRange(times.Last, times.First, end);

        // Both run at the same time, so that one clock shows them interleaved.
        Assert.Contains(samples, one => one.Sample.TimeNs > times.First && one.Sample.TimeNs < times.Last);
    }

    [Fact]
    public async Task A_process_in_a_pid_namespace_is_sampled_by_its_number_here()
    {
        SamplingRights.RequireSystem();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Not checked: only root can make namespaces.");
        await using TargetProcess started = await Namespaces.StartAsync(
            "net10.0", "burn --threads 1", "-m -p -f", "true");
        int pid = await Namespaces.InnerPidAsync(started.Id);
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        using SampledTarget added = sampler.Add(pid, 199, collector);
        collector.WaitForSamples(50);
        Assert.All(
            collector.Samples,
            one => Assert.True(Directory.Exists($"/proc/{pid}/task/{one.Sample.ThreadId}"), $"{one.Sample}"));
    }

    private static void Read(ReadOnlySpan<byte> file, EventTimes times)
    {
        NetTraceReader reader = new(times);
        while (!file.IsEmpty && reader.Status == SplitStatus.NeedMore)
        {
            Span<byte> room = reader.Room();
            int count = Math.Min(room.Length, file.Length);
            file[..count].CopyTo(room);
            reader.Advance(count);
            file = file[count..];
        }
    }

    private sealed class EventTimes : INetTraceVisitor
    {
        public long TicksPerSecond { get; private set; }

        public long First { get; private set; } = long.MaxValue;

        public long Last { get; private set; }

        public void OnTrace(TraceObject trace) => TicksPerSecond = trace.TicksPerSecond;

        public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
        {
            // Only events have times.
        }

        public void OnEvent(MetadataRow row, in EventBlockReader current)
        {
            First = Math.Min(First, current.At.Value);
            Last = Math.Max(Last, current.At.Value);
        }
    }
}
