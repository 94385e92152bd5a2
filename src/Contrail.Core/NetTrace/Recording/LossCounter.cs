using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// The losses of one generation: one entry a thread, however often it lost events, so that memory is limited by the
/// number of threads.
/// </summary>
/// <param name="added">Called for each loss; null for nothing.</param>
internal sealed class LossCounter(Action? added = null)
{
    /// <summary>
    /// Maximum number of threads counted separately; losses of more threads are one entry without a thread.
    /// </summary>
    private const int MaxThreads = 1_000;

    private Dictionary<(LossReason, long?), Loss>? _losses;

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => (_losses?.Count ?? 0) * 160L;

    public void Add(in Loss loss)
    {
        if (loss.Count == 0)
        {
            return;
        }

        added?.Invoke();
        _losses ??= [];
        bool known = _losses.ContainsKey((loss.Reason, loss.ThreadId));
        long? threadId = known || _losses.Count < MaxThreads ? loss.ThreadId : null;
        (LossReason, long?) key = (loss.Reason, threadId);
        _losses[key] = _losses.TryGetValue(key, out Loss before)
            ? before with
            {
                From = before.From < loss.From ? before.From : loss.From,
                To = before.To > loss.To ? before.To : loss.To,
                Count = before.Count + loss.Count,
            }
            : loss with { ThreadId = threadId };
    }

    /// <summary>What has been added since the last call.</summary>
    public Loss[] Take()
    {
        Loss[] taken = _losses is null ? [] : [.. _losses.Values];
        _losses = null;
        return taken;
    }
}
