namespace Contrail.Core.Formats;

/// <summary>What is wrong with a trace, and where. A result without a fault is null, never a default value.</summary>
/// <param name="Code">What is wrong.</param>
/// <param name="Offset">The offset in the stream, in bytes; 0 where the holder of the fault reports it.</param>
/// <param name="Number">The number that the code is about, such as a generation or a version; otherwise 0.</param>
/// <param name="Other">A second number, such as a limit or what was expected; otherwise 0.</param>
/// <param name="Detail">What the code cannot contain, such as the name of a format; null if not needed.</param>
internal readonly record struct TraceFault(
    TraceFaultCode Code, long Offset = 0, long Number = 0, long Other = 0, string? Detail = null)
{
    /// <summary>A fault that its code describes completely.</summary>
    public static implicit operator TraceFault(TraceFaultCode code) => new(code);
}
