namespace Contrail.Machine.Names;

/// <summary>A range with code that contains addresses of a snapshot.</summary>
/// <param name="Mapped">The range.</param>
/// <param name="Addresses">The addresses, in ascending order.</param>
internal readonly record struct NeededCode(MappedCode Mapped, ulong[] Addresses)
{
    /// <summary>
    /// An address minus its offset in the file. It wraps: a file can be mapped below its own offset.
    /// </summary>
    public ulong Bias => unchecked(Mapped.Start - Mapped.Offset);

    /// <summary>The offsets in the file of the addresses, in their order.</summary>
    public IEnumerable<ulong> Offsets
    {
        get
        {
            ulong bias = Bias;
            return Addresses.Select(address => unchecked(address - bias));
        }
    }
}
