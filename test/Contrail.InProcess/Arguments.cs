using System.Globalization;

namespace Contrail.InProcess;

/// <summary>The command line after the mode: pairs of a name and a value.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public Arguments(ReadOnlySpan<string> arguments)
    {
        for (int index = 0; index + 1 < arguments.Length; index += 2)
        {
            _values[arguments[index]] = arguments[index + 1];
        }
    }

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Count(string name, int otherwise) =>
        _values.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
