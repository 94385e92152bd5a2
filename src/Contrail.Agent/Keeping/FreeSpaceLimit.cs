namespace Contrail.Agent.Keeping;

/// <summary>A minimum of free space: a size, or a part of the file system. Immutable.</summary>
/// <param name="Bytes">The size; used if there is no part.</param>
/// <param name="Part">The part of the file system, between 0 and 1; null for a size.</param>
internal readonly record struct FreeSpaceLimit(long Bytes, double? Part = null)
{
    /// <summary>The minimum in bytes, on a file system of that size.</summary>
    public long On(long fileSystemBytes) => Part is { } part ? (long)(part * fileSystemBytes) : Bytes;
}
