namespace Contrail.Core.Files;

/// <summary>Something wrong with a file.</summary>
/// <param name="Code">A one-word code for programs.</param>
/// <param name="Grade">What the finding means to readers.</param>
/// <param name="Offset">The offset of the frame, or of the event in it, from the start of the file.</param>
/// <param name="Words">The description.</param>
/// <param name="Count">How often it was found within that frame.</param>
internal readonly record struct Finding(string Code, FindingGrade Grade, long Offset, string Words, long Count);
