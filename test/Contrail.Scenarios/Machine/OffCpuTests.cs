using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>The times that a thread is blocked, against the program's own measurement of the same waits.</summary>
[Collection(Alone.Name)]
public sealed class OffCpuTests(ITestOutputHelper output)
{
    private const long ToleranceNs = 5_000_000;
    private const int MinWaits = 3;
    private static readonly string[] Methods = ["OnSleep", "OnLock", "OnSocket"];

    [Fact]
    public async Task Waits_in_a_sleep_on_a_lock_and_on_a_socket_have_the_length_that_the_program_measures()
    {
        SamplingRights.RequireSystem();
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "blocked --seconds 120");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--cpu-burst", "10s", "--off-cpu", "--period", "5m", "-o", trace.FullName);
        await target.WaitForLineAsync("blocked ", skipCount: 0);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        ManifestLane lane = Assert.Single(manifest.Lanes, one => one.Kind == LaneKind.OffCpu);
        Assert.Equal((0, 0), (lane.Lost, lane.Dropped));
        OffCpuFile file = OffCpuFile.Read(trace.FullName);
        (long from, long to) = file.RangeOf(lane);
        Wait[] waits = [.. target.Output.Where(line => line.StartsWith("blocked ", StringComparison.Ordinal))
            .Select(Wait.Parse).Where(wait => wait.StartNs > from && wait.EndNs < to)];
        foreach (string method in Methods)
        {
            Wait[] own = [.. waits.Where(wait => wait.Method == method)];
            double[] differences = [.. own.Select(wait => (file.OffNs(wait) - wait.DurationNs) / 1e6)];
            Measured.Report(output, $"{method}: {own.Length} waits, difference in ms: {Measured.Spread(differences)}");
            Assert.True(own.Length >= MinWaits, $"{method}: {own.Length} waits in the burst");

            // While the thread could run and had no processor, it was not blocked.
            Assert.All(own, wait => Assert.InRange(
                file.OffNs(wait), wait.DurationNs - wait.DelayNs - ToleranceNs, wait.DurationNs + ToleranceNs));
        }
    }

    private sealed record Wait(string Method, long StartNs, long EndNs, long DelayNs)
    {
        public long DurationNs => EndNs - StartNs;

        public static Wait Parse(string line) => line.Split(' ') is [_, var method, var start, var end, var delay]
            ? new Wait(method, Number(start), Number(end), Number(delay))
            : throw new FormatException(line);

        private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    private sealed class OffCpuFile : IModelSink
    {
        private readonly List<(TimeRange Range, string[] Methods)> _times = [];
        private TraceContext? _context;
        private NetTraceClock? _clock;

        public ModelNeeds Needs => ModelNeeds.OffCpuTimes | ModelNeeds.Stacks;

        public static OffCpuFile Read(string path)
        {
            OffCpuFile read = new();
            using FileStream stream = File.OpenRead(path);
            NetTraceModel.TryRead(
                stream, read, out NetTraceIndex? index, out _, TestContext.Current.CancellationToken);
            read._clock = index!.Clock;
            return read;
        }

        public void OnBegin(TraceContext context) => _context = context;

        public void Add(in OffCpuTime blocked)
        {
            StackId stack = blocked.Stack;
            int depth = stack.IsNone ? 0 : _context!.Stacks.Depth(stack);
            _times.Add((blocked.Range,
                [.. Enumerable.Range(0, depth).Select(index => _context!.Stacks.Frame(stack, index).ShortName)]));
        }

        /// <summary>What a lane covers, on the clock of the program.</summary>
        public (long FromNs, long ToNs) RangeOf(ManifestLane lane) =>
            (At(_clock!.ToTime(lane.FromUtc)), At(_clock.ToTime(lane.ToUtc)));

        /// <summary>How long the thread was blocked in the method during a wait.</summary>
        public long OffNs(Wait wait) => _times
            .Where(one => At(one.Range.Start) >= wait.StartNs && At(one.Range.End) <= wait.EndNs
                && one.Methods.Contains($"BlockedMode.{wait.Method}"))
            .Sum(one => one.Range.Nanoseconds);

        // The clock of the file is that of Stopwatch, in nanoseconds.
        private long At(TraceTime time) => _clock!.Start.Value + time.Nanoseconds;
    }
}
