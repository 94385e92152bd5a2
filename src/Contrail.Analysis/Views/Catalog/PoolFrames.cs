using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Finds threads of the pool, and those of them without work: they look for some, spin for a while and then wait,
/// without a frame of other code. Not safe for concurrent use.
/// </summary>
internal sealed class PoolFrames
{
    /// <summary>The frames of a thread that spins are above those of its wait.</summary>
    private const int MaxDepth = 4;
    private const string Wait = "System.Threading.LowLevel";
    private const string Pool = "System.Threading.PortableThreadPool.";
    private const string Worker = Pool + "WorkerThread.";
    private const string Queue = "System.Threading.ThreadPoolWorkQueue.";

    /// <summary>What the queue of the pool calls itself is further in.</summary>
    private const int MaxQueueDepth = 2;

    private readonly Dictionary<StackId, bool> _known = [];
    private readonly Dictionary<StackId, bool> _workers = [];

    /// <summary>Whether a stack shows that its thread is a worker of the pool; false without a stack.</summary>
    public bool IsWorker(StackId stack, StackTable stacks)
    {
        if (stack.IsNone)
        {
            return false;
        }

        if (!_workers.TryGetValue(stack, out bool isWorker))
        {
            int depth = stacks.Depth(stack) - OuterNativeCount(stack, stacks);
            for (int index = Math.Max(0, depth - MaxDepth); index < depth; index++)
            {
                isWorker |= stacks.Frame(stack, index).Name.StartsWith(Worker, StringComparison.Ordinal);
            }

            _workers.Add(stack, isWorker);
        }

        return isWorker;
    }

    /// <summary>Whether a thread with this stack is one of the pool that has no work; false without a stack.</summary>
    public bool IsIdle(StackId stack, StackTable stacks)
    {
        if (stack.IsNone)
        {
            return false;
        }

        if (!_known.TryGetValue(stack, out bool isIdle))
        {
            // Samples of processors have the native code in which a thread waits as well.
            int first = NativeCode.DepthOf(stack, stacks);
            for (int index = first; index < Math.Min(first + MaxQueueDepth, stacks.Depth(stack)); index++)
            {
                string name = stacks.Frame(stack, index).Name;
                isIdle |= name.StartsWith(Pool, StringComparison.Ordinal)
                    || name.StartsWith(Queue, StringComparison.Ordinal);
            }

            for (int index = first; index < Math.Min(first + MaxDepth, stacks.Depth(stack)); index++)
            {
                isIdle |= stacks.Frame(stack, index).Name.StartsWith(Wait, StringComparison.Ordinal);
            }

            isIdle &= stacks.Place(stack) is { Frame.Origin: FrameOrigin.Framework };
            _known.Add(stack, isIdle);
        }

        return isIdle;
    }

    // The runtime's own code that starts a thread is on samples of processors.
    private static int OuterNativeCount(StackId stack, StackTable stacks)
    {
        int depth = stacks.Depth(stack);
        int count = 0;
        while (count < depth && stacks.Frame(stack, depth - 1 - count).Origin == FrameOrigin.Native)
        {
            count++;
        }

        return count;
    }
}
