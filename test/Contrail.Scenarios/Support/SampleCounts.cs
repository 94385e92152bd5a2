using Contrail.Analysis;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Formats;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Etlx;
using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>Samples of a file by method: those with the method innermost, and those with it on the stack.</summary>
/// <param name="All">All samples that have a stack.</param>
/// <param name="Managed">Those that found the thread in managed code.</param>
internal sealed record SampleCounts(
    IReadOnlyDictionary<SampledMethod, SampleCount> All, IReadOnlyDictionary<SampledMethod, SampleCount> Managed)
{
    private const string SampleProfiler = "Microsoft-DotNETCore-SampleProfiler";
    private const int ManagedType = 2;

    private const string Worker = "System.Threading.LowLevelLifoSemaphore.Wait";
    private const string SocketLoop = "System.Net.Sockets.SocketAsyncEngine.EventLoop";

    private static readonly string[] Waits =
    [
        "System.Threading.PortableThreadPool+WorkerThread.WorkerThreadStart", "System.Threading.WaitHandle.Wait",
        "System.Threading.Monitor.Wait", "System.Threading.Thread.Sleep", "System.Threading.Thread.Join",
    ];

    private static readonly string[] Polls = ["System.Threading.Thread.PollGC(", "System.Threading.Thread.<PollGC>"];

    /// <summary>The methods whose counts differ from those of another reader, with both.</summary>
    public static IEnumerable<string> Differences(
        IReadOnlyDictionary<SampledMethod, SampleCount> expected,
        IReadOnlyDictionary<SampledMethod, SampleCount> found) =>
        from method in expected.Keys.Union(found.Keys)
        let counts = (expected.GetValueOrDefault(method), found.GetValueOrDefault(method))
        where counts.Item1 != counts.Item2
        select $"{method}: {counts.Item1} expected, {counts.Item2} found";

    /// <summary>The samples as the views of Contrail receive them.</summary>
    public static SampleCounts ByContrail(string file)
    {
        ModelSamples samples = new(ByToken);
        Read(file, samples);
        return samples.Counts;
    }

    /// <summary>
    /// The samples in managed code as the views of Contrail list them: a row an instantiation of a generic method.
    /// </summary>
    public static IEnumerable<SampleCount> ManagedByName(string file)
    {
        ModelSamples samples = new(frame => new SampledMethod(frame.FullText(), 0));
        Read(file, samples);
        return samples.Counts.Managed.Values;
    }

    /// <summary>The samples as TraceLog reads them, which <c>dotnet-trace report</c> uses.</summary>
    public static SampleCounts ByTraceLog(string file)
    {
        Dictionary<SampledMethod, SampleCount> all = [];
        Dictionary<SampledMethod, SampleCount> managed = [];
        string etlx = Path.Combine(Path.GetTempPath(), $"contrail-{Guid.NewGuid():N}.etlx");
        try
        {
            TraceLog.CreateFromEventPipeDataFile(file, etlx);
            using TraceLog log = new(etlx);
            foreach (TraceEvent sample in log.Events.Where(one => one.ProviderName == SampleProfiler))
            {
                SampledMethod[] stack = [.. Methods(sample.CallStack())];
                Count(all, stack);
                if (BitConverter.ToInt32(sample.EventData()) == ManagedType && !IsWaiting(stack))
                {
                    Count(managed, stack);
                }
            }

            return new SampleCounts(all, managed);
        }
        finally
        {
            File.Delete(etlx);
        }
    }

    private static void Read(string file, ModelSamples samples)
    {
        using FileStream stream = File.OpenRead(file);
        Assert.True(TraceAnalysis.TryRead(
            TraceAnalysis.NetTrace(), stream, null, samples, out TraceFault? fault, CancellationToken.None),
            $"{fault}");
    }

    private static SampledMethod ByToken(StackFrame frame)
    {
        uint token = frame.Method?.Token ?? 0;
        return new SampledMethod(token == 0 ? "" : frame.Module, token) { Name = frame.FullName };
    }

    // Contrail counts a thread that waits as native: a wait begins and ends in managed code.
    private static bool IsWaiting(SampledMethod[] stack) => stack.Length > 0
        && (Waits.Any(start => stack[0].Name.StartsWith(start, StringComparison.Ordinal))
            || (stack is [{ Name: "" }, var second, ..]
                && second.Name.StartsWith(SocketLoop, StringComparison.Ordinal))
            || stack.Take(4).TakeWhile(method => IsFramework(method.Name))
                .Any(method => method.Name.StartsWith(Worker, StringComparison.Ordinal)));

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Interop", StringComparison.Ordinal);

    private static IEnumerable<SampledMethod> Methods(TraceCallStack? stack)
    {
        for (; stack is not null; stack = stack.Caller)
        {
            TraceMethod? method = stack.CodeAddress.Method;
            string name = method?.FullMethodName ?? "";
            // Contrail removes the runtime's own poll, which is on top of the method that was interrupted.
            if (Polls.Any(poll => name.StartsWith(poll, StringComparison.Ordinal)))
            {
                continue;
            }

            uint token = unchecked((uint)(method?.MethodToken ?? 0));
            yield return new SampledMethod(ModuleOf(method, token), token) { Name = name };
        }
    }

    // The module of code that was generated at run time is an id in TraceLog.
    private static string ModuleOf(TraceMethod? method, uint token) =>
        token == 0 ? "" : Path.GetFileNameWithoutExtension(method?.MethodModuleFile?.FilePath ?? "");

    private static void Count(Dictionary<SampledMethod, SampleCount> counts, SampledMethod[] stack)
    {
        foreach (SampledMethod method in stack.Distinct())
        {
            SampleCount count = counts.GetValueOrDefault(method, new SampleCount(0, 0));
            counts[method] = new SampleCount(count.Self + (method == stack[0] ? 1 : 0), count.Inclusive + 1);
        }
    }

    private sealed class ModelSamples(Func<StackFrame, SampledMethod> methodOf) : IModelSink
    {
        private readonly Dictionary<SampledMethod, SampleCount> _all = [];
        private readonly Dictionary<SampledMethod, SampleCount> _managed = [];
        private TraceContext _context = TraceContext.Empty;

        public ModelNeeds Needs => ModelNeeds.Samples | ModelNeeds.Stacks;

        public SampleCounts Counts => new(_all, _managed);

        public void OnBegin(TraceContext context) => _context = context;

        public void Add(in Sample sample)
        {
            if (sample.Stack.IsNone)
            {
                return;
            }

            StackId id = sample.Stack;
            SampledMethod[] stack = [.. Enumerable.Range(0, _context.Stacks.Depth(id))
                .Select(index => methodOf(_context.Stacks.Frame(id, index)))];
            Count(_all, stack);
            if (sample.Kind == SampleKind.Managed)
            {
                Count(_managed, stack);
            }
        }
    }
}
