namespace Contrail.Core.Files;

/// <summary>Something wrong with a file.</summary>
/// <param name="Code">What it is, in a word for programs.</param>
/// <param name="Grade">What it means to readers.</param>
/// <param name="Offset">Where: bytes from the start of the file to the frame, or to the event in it.</param>
/// <param name="Words">What it is, in words.</param>
/// <param name="Count">How often it is found within that frame.</param>
internal readonly record struct Finding(string Code, FindingGrade Grade, long Offset, string Words, long Count);
