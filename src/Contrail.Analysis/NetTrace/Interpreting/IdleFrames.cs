using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Finds samples of threads that waited: the runtime marks many of them as managed, because a wait begins and ends in
/// managed code. Not safe for concurrent use.
/// </summary>
/// <param name="table">The stacks of the file.</param>
internal sealed class IdleFrames(StackTable table)
{
    /// <summary>The frames of a worker that spins before it blocks are above those of its wait.</summary>
    private const int MaxDepth = 4;

    // A worker of the pool without work.
    private const string Worker = "System.Threading.LowLevelLifoSemaphore.Wait";

    // It waits for sockets by a call into native code, whose stub has no name.
    private const string SocketLoop = "System.Net.Sockets.SocketAsyncEngine.EventLoop";

    private static readonly string[] Waits =
    [
        "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart", "System.Threading.WaitHandle.Wait",
        "System.Threading.Monitor.Wait", "System.Threading.Thread.Sleep", "System.Threading.Thread.Join",
    ];

    private readonly Dictionary<StackId, bool> _known = [];

    /// <summary>Whether a thread with this stack waits; false without a stack.</summary>
    public bool IsIdle(StackId stack)
    {
        if (stack.IsNone)
        {
            return false;
        }

        if (!_known.TryGetValue(stack, out bool isIdle))
        {
            int depth = Math.Min(MaxDepth, table.Depth(stack));
            isIdle = IsFramework(table.Frame(stack, 0), Waits)
                || (depth > 1 && !table.Frame(stack, 0).IsNamed && IsFramework(table.Frame(stack, 1), SocketLoop));
            for (int index = 0; index < depth && table.Frame(stack, index).Origin == FrameOrigin.Framework; index++)
            {
                isIdle |= IsFramework(table.Frame(stack, index), Worker);
            }

            _known.Add(stack, isIdle);
        }

        return isIdle;
    }

    private static bool IsFramework(in StackFrame frame, params ReadOnlySpan<string> starts)
    {
        bool isOne = false;
        foreach (string start in starts)
        {
            isOne |= frame.Name.StartsWith(start, StringComparison.Ordinal);
        }

        return isOne && frame.Origin == FrameOrigin.Framework;
    }
}
