namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// The addresses of code whose name was evicted for memory, and until when the code existed: an address without a name
/// is a loss only if its name was once known. Not thread-safe.
/// </summary>
internal sealed class ForgottenCode
{
    /// <summary>Code is allocated in units of 64 KiB; other code in such a page has names or never had any.</summary>
    private const int PageBits = 16;

    /// <summary>Half a GiB of code. Code beyond that is assumed to be anywhere.</summary>
    private const int MaxPages = 8_192;

    /// <summary>Pages of one method: no method seen was as large.</summary>
    private const ulong MaxPagesOfOne = 64;

    private readonly Dictionary<ulong, long> _untilByPage = [];
    private long _untilAnywhere = long.MinValue;

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => _untilByPage.Count * 40L;

    /// <summary>Notes code that is forgotten.</summary>
    /// <param name="start">Its first address.</param>
    /// <param name="sizeBytes">How long it is.</param>
    /// <param name="until">When it was unloaded; <see cref="long.MaxValue"/> while it is loaded.</param>
    public void Add(ulong start, uint sizeBytes, long until)
    {
        ulong first = start >> PageBits;
        ulong count = ((start & ((1UL << PageBits) - 1)) + sizeBytes >> PageBits) + 1;
        if (count > MaxPagesOfOne)
        {
            AddAnywhere(until);
            return;
        }

        for (ulong page = first; page - first < count; page = unchecked(page + 1))
        {
            AddPage(page, until);
        }
    }

    /// <summary>Notes forgotten code that did not fit into the table, at an unknown address.</summary>
    public void AddAnywhere(long until) => _untilAnywhere = Math.Max(_untilAnywhere, until);

    /// <summary>
    /// Whether the name of code at an address was forgotten, where the code existed at a moment or later.
    /// </summary>
    public bool MayHave(ulong address, long from) =>
        _untilAnywhere > from || (_untilByPage.TryGetValue(address >> PageBits, out long until) && until > from);

    /// <summary>Drops code that was unloaded before a moment.</summary>
    public void ForgetBefore(long windowStart)
    {
        foreach ((ulong page, long until) in _untilByPage)
        {
            if (until < windowStart)
            {
                // Removing the current element does not disturb the enumeration.
                _untilByPage.Remove(page);
            }
        }
    }

    private void AddPage(ulong page, long until)
    {
        bool isKnown = _untilByPage.TryGetValue(page, out long known);
        if (isKnown || _untilByPage.Count < MaxPages)
        {
            _untilByPage[page] = isKnown ? Math.Max(known, until) : until;
        }
        else
        {
            AddAnywhere(until);
        }
    }
}
