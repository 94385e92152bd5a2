namespace Contrail.Machine.Names;

/// <summary>A function in a file. Immutable.</summary>
/// <param name="Offset">The offset in the file of its first byte.</param>
/// <param name="Bytes">Its size, as the file declares it.</param>
/// <param name="Name">Its name.</param>
internal sealed record ElfFunction(ulong Offset, ulong Bytes, string Name);
