namespace Contrail.Core.Snapshots;

/// <summary>The names of native code that a snapshot needs.</summary>
/// <param name="Mappings">The mapped files that contain its addresses, with the functions that were found.</param>
/// <param name="LeftOutCount">
/// How many addresses were not looked up in the file that contains them, because the lookup has limits, or could not
/// read it.
/// </param>
internal readonly record struct NativeNames(IReadOnlyList<NativeMapping> Mappings, int LeftOutCount);
