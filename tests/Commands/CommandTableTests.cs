using System.Collections.Generic;
using Runtime.Commands;
using Xunit;

namespace Runtime.Tests.Commands;

public sealed class CommandTableTests
{
    public static IEnumerable<TheoryDataRow<string>> Names()
    {
        foreach (string name in CommandTable.Names)
        {
            yield return name;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_leads_to_the_command_of_that_name(string name)
    {
        Assert.Equal(name, CommandTable.Find(name).Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_two_options_have_one_name(string name)
    {
        HashSet<string> names = ["help", "h"];
        foreach (Option option in CommandTable.Find(name).Options)
        {
            Assert.True(names.Add(option.Name), option.Name);
            Assert.True(option.Letter == '\0' || names.Add(option.Letter.ToString()), option.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_option_with_a_value_names_it(string name)
    {
        foreach (Option option in CommandTable.Find(name).Options)
        {
            Assert.Equal(option.Kind == OptionKind.Switch, option.Value.Length == 0);
            Assert.NotEqual("", option.Help);
        }
    }
}
