using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Finds the thread that holds a lock: up to .NET 10 an event contains the operating system's id of the owner, on .NET
/// 11, where System.Threading.Lock implements Monitor, the managed id.
/// </summary>
internal sealed class LockOwners(Interpretation shared)
{
    private const int FirstMajorWithManagedIds = 11;

    // .NET 9 has System.Threading.Lock too; which id it writes was not observed.
    private const int FirstMajorWithLock = 9;
    private const string MonitorType = "System.Threading.Monitor.";

    private static readonly string[] ManagedLock =
        ["System.Threading.Lock.", "System.Diagnostics.Tracing.NativeRuntimeEventSource."];

    private readonly int _runtimeMajor = MajorOf(shared.Index.Facts.Process);
    private readonly Dictionary<StackId, bool?> _byStack = [];

    /// <summary>The operating system's id of the owner; 0 if it is unknown.</summary>
    /// <param name="recorded">The id in the event.</param>
    /// <param name="stack">Where the thread begins to wait.</param>
    /// <param name="current">The event.</param>
    public long Find(ulong recorded, StackId stack, in NetTraceEvent current)
    {
        ManagedThreads threads = shared.Index.ManagedThreads;
        return (IsManaged(stack) ?? (IsOnlyOSThread(recorded, threads) ? false : null)) switch
        {
            true => threads.Find(recorded, current.At) ?? 0,
            false => unchecked((long)recorded),
            null => 0,
        };
    }

    private static int MajorOf(ProcessFacts? process)
    {
        string version = process?.RuntimeVersion ?? "";
        int digits = version.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(digits < 0 ? version : version[..digits], out int major) ? major : 0;
    }

    private bool? IsManaged(StackId stack) =>
        _runtimeMajor >= FirstMajorWithManagedIds ? true
        : _runtimeMajor is not (0 or FirstMajorWithLock) ? false
        : KnownByStack(stack);

    // Many waits have the same stack; the table of stacks limits their number.
    private bool? KnownByStack(StackId stack)
    {
        if (!_byStack.TryGetValue(stack, out bool? known))
        {
            _byStack.Add(stack, known = IsManagedByStack(stack));
        }

        return known;
    }

    // The innermost frame of System.Threading.Lock is the one that writes the event. Null if nothing shows which id it
    // is.
    private bool? IsManagedByStack(StackId stack)
    {
        StackTable stacks = shared.Stacks.Table;
        if (stacks.Innermost(stack) is not { IsNamed: true } innermost)
        {
            return null;
        }

        if (!Array.Exists(ManagedLock, start => innermost.Name.StartsWith(start, StringComparison.Ordinal)))
        {
            return false;
        }

        bool isMonitor = Enumerable.Range(0, stacks.Depth(stack))
            .Any(index => stacks.Frame(stack, index).Name.StartsWith(MonitorType, StringComparison.Ordinal));
        return isMonitor ? true : null;
    }

    // Ids of both kinds can be equal: only one that no thread has as its managed id is certain.
    private bool IsOnlyOSThread(ulong id, ManagedThreads threads) =>
        shared.Index.Threads.LastOf(id) is not null && !threads.IsUsed(id);
}
