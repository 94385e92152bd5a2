namespace Contrail.Core.Snapshots;

/// <summary>A function of native code in a process.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="End">The address after the last.</param>
/// <param name="Name">Its name, as in the file: C++ names are mangled.</param>
internal readonly record struct NativeFunction(ulong Start, ulong End, string Name);
