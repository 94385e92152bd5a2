using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;

namespace Contrail.Analysis.Views;

/// <summary>
/// The innermost addresses of a stack. On .NET 10 and later the runtime's poll for a suspension is at most two frames
/// on top of the method that was interrupted, so three are enough. 0 where there is no more frame.
/// </summary>
internal readonly record struct InnermostFrames(ulong First, ulong Second, ulong Third)
{
    public static InnermostFrames Read(ReadOnlySpan<byte> addresses, int pointerBytes) => new(
        At(addresses, 0, pointerBytes), At(addresses, 1, pointerBytes), At(addresses, 2, pointerBytes));

    /// <summary>
    /// The name of the innermost method that is not the runtime's own polling; null if it has no known name.
    /// </summary>
    public string? NameOf(SymbolTable symbols, TraceTicks at)
    {
        string? name = symbols.NameOf(First, at);
        if (IsPolling(name) && Second != 0)
        {
            name = symbols.NameOf(Second, at);
            name = IsPolling(name) && Third != 0 ? symbols.NameOf(Third, at) : name;
        }

        return name;
    }

    // Thread.PollGC, and the local function in it that the compiler names "<PollGC>g__PollGCWorker|…".
    private static bool IsPolling(string? name) =>
        name is not null
        && name.StartsWith("System.Threading.Thread.", StringComparison.Ordinal)
        && name.Contains("PollGC", StringComparison.Ordinal);

    private static ulong At(ReadOnlySpan<byte> addresses, int index, int pointerBytes)
    {
        if (addresses.Length < (index + 1) * pointerBytes)
        {
            return 0;
        }

        ReadOnlySpan<byte> address = addresses[(index * pointerBytes)..];
        return pointerBytes == sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64LittleEndian(address)
            : BinaryPrimitives.ReadUInt32LittleEndian(address);
    }
}
