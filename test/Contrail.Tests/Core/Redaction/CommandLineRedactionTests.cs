using Contrail.Core.Redaction;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Redaction;

public sealed class CommandLineRedactionTests
{
    [Theory]
    [InlineData("app --verbose -o out.txt", "app --verbose -o out.txt")]       // Nothing to hide.
    [InlineData("app  a\tb ", "app  a\tb ")]                                   // Spacing stays.
    [InlineData("app --api-key=abc", "app --api-key=***")]
    [InlineData("app --API-KEY=abc", "app --API-KEY=***")]
    [InlineData("app --password abc run", "app --password *** run")]
    [InlineData("app -token abc", "app -token ***")]
    [InlineData("app /Secret abc", "app /Secret ***")]
    [InlineData("app /p:Token:abc", "app /p:Token:***")]
    [InlineData("app /p:Token=abc next", "app /p:Token=*** next")]
    [InlineData("app password:abc", "app password:***")]
    [InlineData("app password: abc", "app password: ***")]                     // The value is separate.
    [InlineData("app --password= abc", "app --password= ***")]
    [InlineData("app /p:Token= abc", "app /p:Token= ***")]
    [InlineData("app --password=", "app --password=")]
    [InlineData("app --password", "app --password")]
    [InlineData("app ConnectionString=\"a=b;Password=c\"", "app ConnectionString=***")]
    [InlineData("app ConnectionString=\"a=b; Password=c\" x", "app ConnectionString=*** x")]
    [InlineData("app Server=x;Password=c;Database=d", "app Server=x;Password=***")]
    [InlineData("app \"Server=x; Password = c d\" x", "app \"Server=x; Password ***\" x")]
    [InlineData("app \"--password=a b\" x", "app \"--password=***\" x")]
    [InlineData("app '--password' 'a b' x", "app '--password' *** x")]
    [InlineData("app --password \"a b\" x", "app --password *** x")]
    [InlineData("app --password=\"a \\\" b\" x", "app --password=*** x")]      // An escaped quote closes nothing.
    [InlineData("app --password=\"a b", "app --password=***")]                 // Nor does the end of the line.
    [InlineData("app it's --password abc", "app it's --password ***")]         // An apostrophe opens nothing.
    [InlineData("sh -c \"run --password abc x\"", "sh -c \"run --password *** x\"")]
    [InlineData("sh -c \"run --password 'a b' x\"", "sh -c \"run --password *** x\"")]
    [InlineData("sh -c \"run --password abc TOKEN=x\"", "sh -c \"run --password *** TOKEN=***\"")]
    [InlineData("sh -c 'run --password abc", "sh -c 'run --password ***")]
    [InlineData("app --url=https://h/p?token=abc&x=1", "app --url=https://h/p?token=***")]
    [InlineData("app MY_SECRET_VALUE=abc", "app MY_SECRET_VALUE=***")]
    [InlineData("app clientsecret=abc", "app clientsecret=***")]
    [InlineData("app ConnectionStrings__Main=a;b", "app ConnectionStrings__Main=***")]
    [InlineData("app --Auth:Password abc x", "app --Auth:Password *** x")]     // A path of configuration names…
    [InlineData("app --ConnectionStrings:Main a=b", "app --ConnectionStrings:*** ***")]
    [InlineData("app --token:abc x", "app --token:*** ***")]                   // …which looks like a value.
    [InlineData("app --token-cache --password abc", "app --token-cache *** ***")]
    [InlineData("app --token --token abc x", "app --token *** *** x")]
    public void Hides_the_value_after_a_secret_name(string line, string shown) =>
        Assert.Equal(shown, CommandLineRedaction.Redact(line));

    [Theory]
    [InlineData("app --monkey x", "app --monkey ***")]                         // Contains "key": too much is hidden.
    [InlineData("app --keyboard=us", "app --keyboard=***")]
    [InlineData("app --tokenizer bert", "app --tokenizer ***")]
    [InlineData("app monkey x", "app monkey x")]                               // A bare word must be one of the five,
    [InlineData("app key x", "app key ***")]
    [InlineData("app api-key x", "app api-key ***")]                           // or end with one.
    [InlineData("app set user.password x", "app set user.password ***")]
    [InlineData("keytool x", "keytool x")]                                     // The program is no name.
    [InlineData("key x", "key x")]
    [InlineData("/key x", "/key x")]
    [InlineData("app /usr/share/keys x", "app /usr/share/keys x")]             // A path is no option.
    [InlineData("dotnet monkey.dll x", "dotnet monkey.dll x")]
    public void Hides_too_much_rather_than_too_little(string line, string shown) =>
        Assert.Equal(shown, CommandLineRedaction.Redact(line));

    [Theory]
    [InlineData("app|--password|a b|x", "app --password *** x")]
    [InlineData("app|--password=a b|x", "app --password=*** x")]
    [InlineData("app|a b|x", "app \"a b\" x")]
    [InlineData("app|Server=x; Password=c d; y|z", "app \"Server=x; Password=***\" z")]
    [InlineData("sh|-c|run --password abc x", "sh -c \"run --password *** x\"")]
    [InlineData("app|--password||x", "app --password *** x")]
    [InlineData("", "")]
    public void Keeps_separate_arguments_separate(string arguments, string shown) =>
        Assert.Equal(shown, CommandLineRedaction.Redact(arguments.Split('|')));

    [Fact]
    public void Hides_everything_that_is_quoted_too_deeply()
    {
        string line = "app a=\"b='c=\"d='e=\"f --password hunter2\"'\"'\"";
        Assert.DoesNotContain("hunter2", CommandLineRedaction.Redact(line), StringComparison.Ordinal);
    }

    [Fact]
    public void Never_shows_the_value_of_a_password_in_any_context()
    {
        Gen<string> noise = OneOf("--x", "y=z", "'q r'", "\"s t\"", "it's", "-", "/p:a", "--token", "=", ":", "\\");
        Gen<string> form = OneOf("--password hunter2", "--password=hunter2", "/p:Password:hunter2",
            "Password=\"a hunter2\"", "\"x;Password=a hunter2\"", "--password 'hunter2'", "-c \"x --key hunter2\"");
        Gen.Select(noise.List[0, 4], form, noise.List[0, 4]).Sample((before, secret, after) =>
        {
            string line = $"app {string.Join(' ', before)} {secret} {string.Join(' ', after)}";
            return !CommandLineRedaction.Redact(line).Contains("hunter2", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Takes_time_in_proportion_to_the_line()
    {
        // A quadratic way would need minutes for this.
        string line = "app " + string.Concat(Enumerable.Repeat("a='b \" =: --key ", 1 << 17));
        Assert.NotEmpty(CommandLineRedaction.Redact(line));
    }

    private static Gen<string> OneOf(params string[] choices) =>
        Gen.Int[0, choices.Length - 1].Select(index => choices[index]);
}
